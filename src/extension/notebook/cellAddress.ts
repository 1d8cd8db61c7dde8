import type * as vscode from "vscode";

/** The cell's document stays the same when the cell is moved or edited, or its deletion is undone. */
export function addressOf(cell: vscode.NotebookCell): string {
  return cell.document.uri.toString();
}

export function findCell(
  notebook: vscode.NotebookDocument,
  address: string,
): vscode.NotebookCell | undefined {
  return notebook.getCells().find((cell) => addressOf(cell) === address);
}
