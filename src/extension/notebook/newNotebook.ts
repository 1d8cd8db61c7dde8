import * as vscode from "vscode";
import { typescriptMetadata } from "../../nbformat/index.ts";

/** "Tokenwise: New Notebook": an unsaved notebook that names our kernel and language, as .ipynb 4.5 wants it. */
export function registerNewNotebook(): vscode.Disposable {
  return vscode.commands.registerCommand("tokenwise.newNotebook", async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, "", "typescript");
    const data = new vscode.NotebookData([cell]);
    data.metadata = { metadata: typescriptMetadata(), nbformat: 4, nbformat_minor: 5 };
    const notebook = await vscode.workspace.openNotebookDocument("jupyter-notebook", data);
    await vscode.window.showNotebookDocument(notebook);
  });
}
