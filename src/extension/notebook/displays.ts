import type * as vscode from "vscode";

type Cells = Map<vscode.NotebookCell, vscode.NotebookCellOutput[]>;

/** Which outputs stand under a display's id, so that an update reaches all of them in whatever cell they are. */
export class Displays {
  readonly #outputs = new Map<string, Cells>();

  add(id: string, cell: vscode.NotebookCell, output: vscode.NotebookCellOutput): void {
    const byCell: Cells = this.#outputs.get(id) ?? new Map();
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

  /** Goes on in the cells of another document: its outputs stand in the same places and are other objects. */
  moveTo(successors: ReadonlyMap<vscode.NotebookCell, vscode.NotebookCell>): void {
    for (const [id, byCell] of this.#outputs) {
      const moved: Cells = new Map();
      for (const cell of byCell.keys()) {
        const successor = successors.get(cell);
        if (successor !== undefined) moved.set(successor, sameOutputs(id, cell, successor));
      }
      this.#outputs.set(id, moved);
    }
  }
}

/** How an output says which display it is. VS Code keeps that with the output and writes none of it into the file. */
export function displayMetadata(displayId: string | undefined): Record<string, unknown> {
  return displayId === undefined ? {} : { displayId };
}

// VS Code makes new objects of outputs when it hears of them, so they are known by what they say, not by themselves.
function sameOutputs(
  id: string,
  cell: vscode.NotebookCell,
  successor: vscode.NotebookCell,
): vscode.NotebookCellOutput[] {
  return successor.outputs.filter((_, place) => cell.outputs[place]?.metadata?.["displayId"] === id);
}
