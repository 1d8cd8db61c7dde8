import * as vscode from "vscode";
import type { ShownOutput } from "../../host/outputLimit.ts";
import type { CellOutput } from "../../protocol/messages.ts";
import { findCell } from "./cellAddress.ts";
import { displayMetadata, type Displays } from "./displays.ts";
import { GrowingOutput } from "./growingOutput.ts";
import { errorOutput, outputItems, streamItem } from "./outputItems.ts";
import { PendingOutputs } from "./pendingOutputs.ts";

type Stream = Extract<CellOutput, { type: "stream" }>;
type Display = Extract<CellOutput, { type: "display" }>;

const flushMilliseconds = 50;

/** Writes one run's outputs into its cell, in order and in batches, also those that come after the cell has ended. */
export class CellWriter {
  readonly #controller: vscode.NotebookController;
  readonly #displays: Displays;
  /** The cell as the notebook has it now; undefined while it is deleted. */
  #find: () => vscode.NotebookCell | undefined;
  readonly #pending = new PendingOutputs();
  #execution: vscode.NotebookCellExecution | undefined;
  /** How the run has ended: VS Code forgets it in each execution, so it is written with all that comes later. */
  #summary: vscode.NotebookCellExecutionSummary = {};
  #growing: GrowingOutput | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isHeld = false;
  #closed = false;

  constructor(
    controller: vscode.NotebookController,
    displays: Displays,
    find: () => vscode.NotebookCell | undefined,
  ) {
    this.#controller = controller;
    this.#displays = displays;
    this.#find = find;
  }

  begin(execution: vscode.NotebookCellExecution): void {
    this.#execution = execution;
    this.#displays.forget(execution.cell);
    void execution.clearOutput();
  }

  write(output: ShownOutput): void {
    if (this.#closed) return;
    this.#pending.add(output);
    this.#timer ??= setTimeout(() => this.#flush(), flushMilliseconds);
  }

  /** Writes what is left and ends the run; outputs that come later are added to the cell as it stands then. */
  end(summary: vscode.NotebookCellExecutionSummary): void {
    this.#summary = summary;
    if (this.#execution === undefined) return this.#writeLate();
    this.#finish(this.#execution);
    this.#execution = undefined;
  }

  /** Keeps late outputs back while the cell waits to be run again: VS Code has one execution of a cell at a time. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.#flush();
  }

  /** Hears what the cell shows: where the user has cleared a text, what follows begins anew. */
  shows(outputs: readonly vscode.NotebookCellOutput[]): void {
    if (this.#growing?.isCleared(outputs) === true) this.#growing = undefined;
  }

  /** Goes on in the cell of another document; what the cell still shows is written as late outputs are. */
  moveTo(find: () => vscode.NotebookCell | undefined): void {
    this.#find = find;
    this.#execution = undefined;
    this.#growing = undefined;
  }

  /** Drops whatever still comes, because the cell is run anew or its notebook is closed. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.isEmpty || this.#closed || this.#isHeld) return;
    if (this.#execution === undefined) this.#writeLate();
    // The result is written with the cell's number, which is known when the cell ends.
    else if (!this.#pending.hasResult) this.#writeAll(this.#execution);
  }

  /** VS Code takes outputs within an execution only: a short one that leaves number, times and success as they were. */
  #writeLate(): void {
    const execution = this.#lateExecution();
    if (execution === undefined) {
      this.#pending.take();
      return;
    }
    execution.start(this.#summary.timing?.startTime);
    this.#finish(execution);
  }

  /** Undefined where the cell is gone, or its notebook has another kernel now, of which VS Code tells by throwing. */
  #lateExecution(): vscode.NotebookCellExecution | undefined {
    const cell = this.#find();
    try {
      return cell && this.#controller.createNotebookCellExecution(cell);
    } catch {
      return undefined;
    }
  }

  #finish(execution: vscode.NotebookCellExecution): void {
    const { executionOrder, success, timing } = this.#summary;
    execution.executionOrder = executionOrder;
    this.#writeAll(execution);
    execution.end(success, timing?.endTime);
  }

  #writeAll(execution: vscode.NotebookCellExecution): void {
    for (const output of this.#pending.take()) {
      if (output.type === "stream") this.#writeStream(execution, output);
      else if (output.type === "preview") this.#writePreview(execution, output.text);
      else if (output.type === "display" && output.update === true) this.#update(execution, output);
      else this.#append(execution, output);
    }
  }

  #append(execution: vscode.NotebookCellExecution, output: Exclude<CellOutput, Stream>): void {
    this.#growing = undefined;
    if (output.type === "error") void execution.appendOutput(errorOutput(output, numberIn(execution.cell)));
    else if (output.type === "result") {
      const metadata = { outputType: "execute_result", executionCount: this.#summary.executionOrder };
      void execution.appendOutput(new vscode.NotebookCellOutput(outputItems(output.data), metadata));
    } else this.#appendDisplay(execution, output);
  }

  #appendDisplay(execution: vscode.NotebookCellExecution, { data, displayId }: Display): void {
    const metadata = { outputType: "display_data", ...displayMetadata(displayId) };
    const written = new vscode.NotebookCellOutput(outputItems(data), metadata);
    if (displayId !== undefined) this.#displays.add(displayId, execution.cell, written);
    void execution.appendOutput(written);
  }

  #update(execution: vscode.NotebookCellExecution, { displayId, data }: Display): void {
    if (displayId === undefined) return;
    for (const output of this.#displays.of(displayId))
      void execution.replaceOutputItems(outputItems(data), output);
  }

  #writeStream(execution: vscode.NotebookCellExecution, { name, text }: Stream): void {
    if (this.#growing?.kind === name) {
      void execution.appendOutputItems([streamItem(name, text)], this.#growing.output);
      return;
    }
    if (this.#growing?.kind === "preview") {
      void execution.replaceOutputItems([streamItem(name, text)], this.#growing.output);
      this.#growing.kind = name;
      return;
    }
    this.#growing = new GrowingOutput(name, text);
    void execution.appendOutput(this.#growing.output);
  }

  #writePreview(execution: vscode.NotebookCellExecution, text: string): void {
    if (this.#growing?.kind === "preview") {
      void execution.replaceOutputItems([streamItem("stdout", text)], this.#growing.output);
      return;
    }
    this.#growing = new GrowingOutput("preview", text);
    void execution.appendOutput(this.#growing.output);
  }
}

/** How the cells of a cell's notebook are counted now, by their addresses. */
function numberIn({ notebook }: vscode.NotebookCell): (address: string) => number | undefined {
  return (address) => {
    const cell = findCell(notebook, address);
    return cell && cell.index + 1;
  };
}
