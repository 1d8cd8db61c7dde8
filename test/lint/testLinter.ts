import { readFileSync } from "node:fs";
import { type Linter, createLinter } from "../../src/lint/index.ts";

const bytes = (name: string): Uint8Array =>
  readFileSync(new URL(`../../node_modules/${name}`, import.meta.url));

let linter: Promise<Linter> | undefined;

/** One linter for all tests, with the grammars of node_modules. */
export function testLinter(): Promise<Linter> {
  linter ??= createLinter({
    runtime: bytes("web-tree-sitter/web-tree-sitter.wasm"),
    python: bytes("tree-sitter-python/tree-sitter-python.wasm"),
    typescript: bytes("tree-sitter-typescript/tree-sitter-typescript.wasm"),
    tsx: bytes("tree-sitter-typescript/tree-sitter-tsx.wasm"),
  });
  return linter;
}
