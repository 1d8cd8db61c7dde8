import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { packageName } from "./missingPackage.ts";

/**
 * Whether the file `base` may find a package. Node is asked for it only then: it would remember for ever that there was
 * none, and a package that is installed next would need another kernel.
 */
export function isInstalled(specifier: string, base: string): boolean {
  if (/^(#|[a-z][\w+.-]*:)/i.test(specifier)) return true; // No name of a package: "#inner", "node:fs", "data:...".
  const folders = createRequire(base).resolve.paths(specifier);
  if (folders === null) return true; // One of Node's own.
  const name = packageName(specifier);
  return folders.some((folder) => holds(folder, name)) || isOwnName(name, dirname(base));
}

function holds(folder: string, name: string): boolean {
  if (entriesOf(join(folder, name)) !== undefined) return true;
  return (
    entriesOf(folder)?.some((entry) => [".js", ".json", ".node"].some((end) => entry === name + end)) ?? false
  );
}

function entriesOf(folder: string): string[] | undefined {
  try {
    const entries = readdirSync(folder);
    return entries.length > 0 ? entries : undefined;
  } catch {
    return undefined;
  }
}

/** A package may import itself by its name. */
function isOwnName(name: string, folder: string): boolean {
  try {
    const { name: own } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      name?: unknown;
    };
    return own === name;
  } catch {
    const parent = dirname(folder);
    return parent !== folder && isOwnName(name, parent);
  }
}
