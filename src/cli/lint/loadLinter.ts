import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Linter, createLinter } from "../../lint/index.ts";

/** The linter with the grammars that lie beside the bundles. */
export async function loadLinter(dist: string): Promise<Linter> {
  const read = (name: string): Promise<Uint8Array> => readFile(join(dist, `${name}.wasm`));
  const [runtime, python, typescript, tsx] = await Promise.all([
    read("web-tree-sitter"),
    read("tree-sitter-python"),
    read("tree-sitter-typescript"),
    read("tree-sitter-tsx"),
  ]);
  return createLinter({ runtime, python, typescript, tsx });
}
