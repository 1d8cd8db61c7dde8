import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { notebookText } from "./notebookText.ts";
import { startCodeServer, type ServerOptions } from "../../../scripts/codeServer.js";

export const root = resolve(import.meta.dirname, "..", "..", "..");

/** VS Code's server for one suite: clean, with the packaged extension, and a folder that it may write into. */
export interface TestServer {
  readonly origin: string;
  readonly pid: number;
  /** The opened folder. */
  readonly folder: string;
  stop(): Promise<void>;
}

export interface TestServerOptions extends Partial<Pick<ServerOptions, "settings" | "trust">> {
  /** Folders and files that are copied into the opened folder. */
  readonly files?: readonly string[];
  /** Files that are written into the opened folder: text by name, or the TypeScript cells of a notebook. */
  readonly contents?: Readonly<Record<string, string | readonly string[]>>;
  /** Without the packaged extension, because the window brings one that is being developed. */
  readonly bare?: boolean;
}

/** In the browser VS Code saves by itself, which would hide that a notebook had become dirty. */
const testSettings = { "files.autoSave": "off", "files.simpleDialog.enable": true };

export async function startTestServer({
  files = [],
  contents = {},
  bare = false,
  settings,
  ...options
}: TestServerOptions = {}): Promise<TestServer> {
  const data = mkdtempSync(join(tmpdir(), "tokenwise-workbench-"));
  const folder = join(data, "folder");
  mkdirSync(folder);
  for (const path of files) copyInto(folder, resolve(root, path));
  for (const [name, content] of Object.entries(contents)) {
    writeFileSync(join(folder, name), typeof content === "string" ? content : notebookText(content));
  }
  const server = await startCodeServer({
    data,
    extensions: bare ? [] : [vsix()],
    smokeTest: true,
    settings: { ...testSettings, ...settings },
    ...options,
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  return { origin: server.origin, pid: server.pid, folder, stop };
}

/** Copies a file, or what lies in a folder. */
function copyInto(folder: string, path: string): void {
  const to = statSync(path).isDirectory() ? folder : join(folder, basename(path));
  cpSync(path, to, { recursive: true });
}

function vsix(): string {
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<
    string,
    string
  >;
  const path = join(root, `${name}-${version}.vsix`);
  if (!existsSync(path)) throw new Error("The packaged extension is missing: run `npm run package` first.");
  return path;
}
