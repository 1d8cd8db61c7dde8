import * as vscode from "vscode";
import { type Linter, createLinter } from "../../lint/index.ts";

/** The linter, started at its first use with the grammars that ship in dist/. */
export function lazyLinter(extensionUri: vscode.Uri): () => Promise<Linter> {
  let linter: Promise<Linter> | undefined;
  return () => (linter ??= load(extensionUri));
}

async function load(extensionUri: vscode.Uri): Promise<Linter> {
  const read = (name: string): Thenable<Uint8Array> =>
    vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, "dist", `${name}.wasm`));
  const [runtime, python, typescript, tsx] = await Promise.all([
    read("web-tree-sitter"),
    read("tree-sitter-python"),
    read("tree-sitter-typescript"),
    read("tree-sitter-tsx"),
  ]);
  return createLinter({ runtime, python, typescript, tsx });
}
