import * as vscode from "vscode";

/**
 * The document that took the place of an unsaved notebook when it was saved: VS Code closes the one and opens the other,
 * and tells nobody that they are the same. It has the same cells and no kernel yet.
 *
 * @param isFree whether a notebook has no kernel
 */
export function savedAs(
  notebook: vscode.NotebookDocument,
  isFree: (candidate: vscode.NotebookDocument) => boolean,
): vscode.NotebookDocument | undefined {
  if (!notebook.isUntitled) return undefined;
  const wanted = textsOf(notebook);
  return vscode.workspace.notebookDocuments.find(
    (candidate) =>
      !candidate.isUntitled &&
      candidate.notebookType === notebook.notebookType &&
      isFree(candidate) &&
      textsOf(candidate) === wanted,
  );
}

function textsOf(notebook: vscode.NotebookDocument): string {
  return JSON.stringify(notebook.getCells().map(({ kind, document }) => [kind, document.getText()]));
}
