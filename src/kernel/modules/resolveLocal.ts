import { statSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { notebookFile } from "./notebookFile.ts";

const extensions = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"];
/** Refused by who imports them, with the reason; looked for last. */
const jsx = [".tsx", ".jsx"];
const sourcesOf: Record<string, string[]> = { ".js": [".ts", ...jsx], ".mjs": [".mts"], ".cjs": [".cts"] };

/** Whether a specifier names a file by its path. */
export function isPath(specifier: string): boolean {
  return /^(\.\.?(\/|$)|\/|file:|[a-z]:[\\/])/i.test(specifier);
}

/**
 * The file that a path in an import names, looked up from the file `base`. As in TypeScript, an extension may be left
 * out, and `./a.js` may mean `./a.ts`.
 *
 * @throws Error that names the path when there is no such file.
 */
export function resolveLocal(specifier: string, base: string): string {
  const path = specifier.startsWith("file:") ? fileURLToPath(specifier) : resolve(dirname(base), specifier);
  const extension = extname(path);
  const sources = sourcesOf[extension] ?? [];
  const candidates = [
    path,
    ...sources.map((source) => path.slice(0, -extension.length) + source),
    ...[...extensions, ...jsx].map((added) => path + added),
    ...[...extensions, ...jsx].map((added) => resolve(path, `index${added}`)),
  ];
  const found = candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
  if (found !== undefined) return found;
  const importer = base === notebookFile ? "" : `, which ${basename(base)} imports`;
  throw new Error(`Cannot find the file "${specifier}" from ${dirname(base)}${importer}.`);
}
