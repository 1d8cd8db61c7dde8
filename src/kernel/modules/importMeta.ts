import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";

/** `import.meta` of a notebook or a local file. */
export function importMeta(file: string | undefined): object {
  if (file === undefined) return { url: pathToFileURL(process.cwd() + "/").href, dirname: process.cwd() };
  const resolve = (specifier: string): string => {
    if (/^\.{0,2}\//.test(specifier)) return new URL(specifier, pathToFileURL(file)).href;
    const found = createRequire(file).resolve(specifier);
    return found.includes("/") || found.includes("\\")
      ? pathToFileURL(found).href
      : `node:${found.replace(/^node:/, "")}`;
  };
  return { url: pathToFileURL(file).href, filename: file, dirname: dirname(file), resolve };
}
