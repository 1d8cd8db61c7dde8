import * as vscode from "vscode";
import { cellTypesPlugin, type CellOrder } from "../../protocol/cellOrder.ts";
import { isTypeScriptNotebook } from "./notebookLanguage.ts";

/** What VS Code's own extension for TypeScript exports. */
interface TypeScriptExtension {
  getAPI?(version: 0): { configurePlugin(name: string, configuration: CellOrder): void } | undefined;
}

/** Tells our plugin of the TypeScript server how the cells stand whenever that changes: it knows their files only. */
export function tellCellOrder(): vscode.Disposable {
  const tellOf = (notebook: vscode.NotebookDocument): void => {
    if (isTypeScriptNotebook(notebook)) void tell();
  };
  vscode.workspace.notebookDocuments.forEach(tellOf);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenNotebookDocument(tellOf),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
      if (contentChanges.length > 0) tellOf(notebook);
    }),
  );
}

async function tell(): Promise<void> {
  const extension = vscode.extensions.getExtension<TypeScriptExtension>(
    "vscode.typescript-language-features",
  );
  const { getAPI } = (await extension?.activate()) ?? {};
  getAPI?.(0)?.configurePlugin(cellTypesPlugin, currentOrder());
}

function currentOrder(): CellOrder {
  return {
    notebooks: vscode.workspace.notebookDocuments.map((notebook) => ({
      path: notebook.uri.path,
      cells: notebook.getCells().map(({ document }) => document.uri.fragment),
    })),
  };
}
