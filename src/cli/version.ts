import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandIo } from "./commandIo.ts";

/** The version in the package.json that lies beside dist/. */
export function version({ dist }: CommandIo): string {
  const manifest = JSON.parse(readFileSync(join(dist, "..", "package.json"), "utf8")) as { version: string };
  return manifest.version;
}
