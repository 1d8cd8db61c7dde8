import * as vscode from "vscode";
import { isTypeScriptNotebook } from "./notebookLanguage.ts";

const runnable = new Set(["typescript", "javascript"]);

/** A note below cells that the kernel leaves out, so that nobody waits for their output. */
export function registerSkippedCellNotes(): vscode.Disposable {
  return vscode.notebooks.registerNotebookCellStatusBarItemProvider("jupyter-notebook", {
    provideCellStatusBarItems(cell) {
      const { languageId } = cell.document;
      if (cell.kind !== vscode.NotebookCellKind.Code || runnable.has(languageId)) return [];
      if (!isTypeScriptNotebook(cell.notebook)) return [];
      const item = new vscode.NotebookCellStatusBarItem(
        `$(debug-step-over) Not run: Tokenwise runs TypeScript and JavaScript, and this cell is ${languageId}`,
        vscode.NotebookCellStatusBarAlignment.Left,
      );
      item.tooltip = "The cell is left out of Run All, and its outputs stay as they are.";
      return [item];
    },
  });
}
