import * as vscode from "vscode";
import { addressOf, findCell } from "./cellAddress.ts";
import { CellWriter } from "./cellWriter.ts";
import { Displays } from "./displays.ts";

/** What writes into a notebook's cells, each by its address: VS Code makes another object of a cell whose deletion is undone. */
export class CellWriters implements vscode.Disposable {
  #notebook: vscode.NotebookDocument;
  #writers = new Map<string, CellWriter>();
  readonly #displays = new Displays();
  readonly #listening: vscode.Disposable;

  constructor(notebook: vscode.NotebookDocument) {
    this.#notebook = notebook;
    this.#listening = vscode.workspace.onDidChangeNotebookDocument(({ notebook: changed, cellChanges }) => {
      if (changed !== this.#notebook) return;
      for (const { cell, outputs } of cellChanges)
        if (outputs !== undefined) this.#writers.get(addressOf(cell))?.shows(outputs);
    });
  }

  /** Begins a cell's run; what an earlier run of it still prints is dropped. */
  begin(execution: vscode.NotebookCellExecution, controller: vscode.NotebookController): CellWriter {
    const address = addressOf(execution.cell);
    this.#writers.get(address)?.close();
    const writer = new CellWriter(controller, this.#displays, () => findCell(this.#notebook, address));
    this.#writers.set(address, writer);
    writer.begin(execution);
    return writer;
  }

  /** Late outputs of a cell wait while the cell waits to be run again, and are written when it is not. */
  hold(address: string): void {
    this.#writers.get(address)?.hold();
  }

  release(address: string): void {
    this.#writers.get(address)?.release();
  }

  /** Goes on in the document that took the notebook's place. */
  moveTo(notebook: vscode.NotebookDocument): void {
    const successors = new Map(this.#notebook.getCells().map((cell, i) => [cell, notebook.cellAt(i)]));
    this.#displays.moveTo(successors);
    const writers = this.#writers;
    this.#notebook = notebook;
    this.#writers = new Map();
    for (const [cell, successor] of successors) {
      const address = addressOf(successor);
      const writer = writers.get(addressOf(cell));
      if (writer === undefined) continue;
      writer.moveTo(() => findCell(notebook, address));
      this.#writers.set(address, writer);
      writers.delete(addressOf(cell));
    }
    for (const left of writers.values()) left.close(); // Their cells were deleted.
  }

  dispose(): void {
    this.#listening.dispose();
    for (const writer of this.#writers.values()) writer.close();
  }
}
