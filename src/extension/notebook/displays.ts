import type * as vscode from "vscode";

/** Which outputs stand under a display's id, so that an update reaches all of them in whatever cell they are. */
export class Displays {
  readonly #outputs = new Map<string, Map<vscode.NotebookCell, vscode.NotebookCellOutput[]>>();

  add(id: string, cell: vscode.NotebookCell, output: vscode.NotebookCellOutput): void {
    const byCell = this.#outputs.get(id) ?? new Map<vscode.NotebookCell, vscode.NotebookCellOutput[]>();
    this.#outputs.set(id, byCell);
    byCell.set(cell, [...(byCell.get(cell) ?? []), output]);
  }

  of(id: string): vscode.NotebookCellOutput[] {
    return [...(this.#outputs.get(id)?.values() ?? [])].flat();
  }

  /** Forgets a cell's outputs, because they are cleared. */
  forget(cell: vscode.NotebookCell): void {
    for (const byCell of this.#outputs.values()) byCell.delete(cell);
  }
}
