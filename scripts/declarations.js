// Rolls the types and docstrings of what cells import as "tokenwise" up into one file, for the TypeScript server of VS Code
// (src/cellTypes). What was made is kept in .cache until a source or the tool changes.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";

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
    await writeFile(unfinished, ambientModule(await rolledUp()));
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
  const tools = ["scripts/declarations.js", "node_modules/rollup-plugin-dts/package.json"];
  for (const file of [...files.filter((name) => name.endsWith(".ts")).sort(), ...tools])
    hash.update(file).update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}

async function rolledUp() {
  const bundle = await rollup({
    input: "src/kernel/api.ts",
    plugins: [dts({ tsconfig: "tsconfig.node.json", includeExternal: ["valibot"] })],
    external: (id) => id.startsWith("node:"),
  });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  return output[0].code;
}

/**
 * As an ambient module, so that TypeScript writes `from "tokenwise"` where it adds an import.
 * @param {string} code
 */
function ambientModule(code) {
  const globals = cellGlobals.map((name) => `declare const ${name}: typeof import("tokenwise").${name};`);
  const inner = withClassDocs(withExportedNames(code)).replace(/^declare /gm, "");
  return `declare module "tokenwise" {\n${inner}}\n${globals.join("\n")}\n`;
}

/**
 * Rollup calls `export * as nn` index$1 within the file, and an editor shows it so.
 * @param {string} code
 */
function withExportedNames(code) {
  return [...code.matchAll(/\b(index(?:\$\d+)?) as (\w+)/g)].reduce(
    (renamed, [, inner = "", name = ""]) =>
      renamed
        .replace(`declare namespace ${inner} {`, `declare namespace ${name} {`)
        .replace(`${inner} as ${name}`, name),
    code,
  );
}

/**
 * On `new nn.LayerNorm(` an editor shows the constructor's docstring, which stands at the class.
 * @param {string} code
 */
function withClassDocs(code) {
  let docs = "";
  return code.replace(
    /(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?declare (?:abstract )?class |(\*\/\n)?^    constructor\(|^}/gm,
    (found, classDocs = "", ownDocs) => {
      if (found === "}") docs = "";
      else if (!found.endsWith("constructor(")) docs = classDocs;
      else if (ownDocs === undefined) return docs + found;
      return found;
    },
  );
}
