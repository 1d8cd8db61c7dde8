// Rolls the types and docstrings of what cells import as "tokenwise" up into one file, for the TypeScript server of VS Code
// (src/cellTypes). What was made is kept in .cache until a source or the tool changes.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";

/** The folders that src/kernel/api.ts reaches. */
const folders = ["core", "figures", "kernel", "probes", "protocol"];

/** What cells have without importing it (src/kernel/cellGlobals.ts). */
const cellGlobals = ["display", "input"];

/** @param {string} file where the declarations go */
export async function buildDeclarations(file) {
  const cache = join(".cache", "declarations");
  const kept = join(cache, `${await fingerprint()}.d.ts`);
  await mkdir(cache, { recursive: true });
  if (!existsSync(kept)) {
    const unfinished = `${kept}.${process.pid}`;
    await writeFile(unfinished, rolledUp());
    await rename(unfinished, kept);
  }
  await copyFile(kept, file);
}

/** Of everything that the declarations depend on. */
async function fingerprint() {
  const hash = createHash("sha256");
  const sources = folders.map((folder) => join("src", folder));
  const names = await Promise.all(sources.map((folder) => readdir(folder, { recursive: true })));
  const files = names.flatMap((some, index) => some.map((name) => join(sources[index] ?? "", name)));
  const tools = ["scripts/declarations.js", "node_modules/typescript/package.json"];
  for (const file of [...files.filter((name) => name.endsWith(".ts")).sort(), ...tools])
    hash.update(file).update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}

/** One ambient module per source, so that TypeScript writes `from "tokenwise"` where it adds an import. */
function rolledUp() {
  const entry = resolve("src/kernel/api.ts");
  const { config } = ts.readConfigFile("tsconfig.node.json", ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
  const emitting = { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true };
  /** @type {string[]} */
  const modules = [];
  ts.createProgram([entry], emitting).emit(undefined, (_file, code, _mark, _onError, sources = []) => {
    for (const { fileName } of sources) modules.push(ambientModule(fileName, entry, code));
  });
  const globals = cellGlobals.map((name) => `declare const ${name}: typeof import("tokenwise").${name};\n`);
  return [...modules, ...globals].join("");
}

/**
 * @param {string} file
 * @param {string} entry the source that is "tokenwise" itself; the others are "tokenwise/core/shape" and so on
 * @param {string} code
 */
function ambientModule(file, entry, code) {
  /** @param {string} path */
  const nameOf = (path) =>
    path === entry
      ? "tokenwise"
      : `tokenwise/${relative(resolve("src"), path).replaceAll("\\", "/").slice(0, -".ts".length)}`;
  const inner = withClassDocs(code)
    .replace(/^(export )?declare /gm, "$1")
    .replace(
      /((?:from|import) ?\(?)"(\.[^"]+)"/g,
      (_, start, path) => `${start}"${nameOf(resolve(file, "..", path))}"`,
    );
  return `declare module "${nameOf(resolve(file))}" {\n${inner}}\n`;
}

/**
 * On `new nn.LayerNorm(` an editor shows the constructor's docstring, which stands at the class.
 * @param {string} code
 */
function withClassDocs(code) {
  let docs = "";
  return code.replace(
    /(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?(?:export )?declare (?:abstract )?class |(\*\/\n)?^    constructor\(|^}/gm,
    (found, classDocs = "", ownDocs) => {
      if (found === "}") docs = "";
      else if (!found.endsWith("constructor(")) docs = classDocs;
      else if (ownDocs === undefined) return docs + found;
      return found;
    },
  );
}
