import * as vscode from "vscode";
import type { ShownOutput } from "../../host/outputLimit.ts";
import type { CellOutput } from "../../protocol/messages.ts";
import { displayMetadata, type Displays } from "./displays.ts";
import { errorOutput, outputItems, streamItem } from "./outputItems.ts";
import { PendingOutputs } from "./pendingOutputs.ts";

type Stream = Extract<CellOutput, { type: "stream" }>;
type Display = Extract<CellOutput, { type: "display" }>;

/** The stream output that further text of the same stream is added to. */
interface OpenStream {
  readonly name: Stream["name"];
  readonly output: vscode.NotebookCellOutput;
}

const flushMilliseconds = 50;

/** Writes one run's outputs into its cell, in order and in batches, also those that come after the cell has ended. */
export class CellWriter {
  #cell: vscode.NotebookCell;
  readonly #controller: vscode.NotebookController;
  readonly #displays: Displays;
  readonly #pending = new PendingOutputs();
  #execution: vscode.NotebookCellExecution | undefined;
  #result: vscode.NotebookCellOutputItem[] | undefined;
  #stream: OpenStream | undefined;
  /** Shows the latest of a flood until the next stream output takes its place. */
  #preview: vscode.NotebookCellOutput | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(cell: vscode.NotebookCell, controller: vscode.NotebookController, displays: Displays) {
    this.#cell = cell;
    this.#controller = controller;
    this.#displays = displays;
  }

  begin(execution: vscode.NotebookCellExecution): void {
    this.#execution = execution;
    this.#displays.forget(this.#cell);
    void execution.clearOutput();
  }

  write(output: ShownOutput): void {
    if (this.#closed) return;
    // The result is written with the cell's number, which is known when the cell ends.
    if (output.type === "result" && this.#execution !== undefined) this.#result = outputItems(output.data);
    else this.#pending.add(output);
    this.#timer ??= setTimeout(() => this.#flush(), flushMilliseconds);
  }

  /** Writes what is left; outputs that come later are added to the cell as it stands then. */
  finish(executionCount: number): void {
    this.#flush();
    if (this.#result !== undefined) {
      const metadata = { outputType: "execute_result", executionCount };
      void this.#execution?.appendOutput(new vscode.NotebookCellOutput(this.#result, metadata));
    }
    this.#execution = undefined;
  }

  /** Goes on in the cell of another document; what the cell still shows is written as late outputs are. */
  moveTo(cell: vscode.NotebookCell): void {
    this.#cell = cell;
    this.#execution = undefined;
    this.#stream = undefined;
    this.#preview = undefined;
  }

  /** Drops whatever still comes, because the cell is run anew or its notebook is closed. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.isEmpty) return;
    if (this.#execution !== undefined) this.#writeAll(this.#execution);
    else this.#writeLate();
  }

  /** VS Code takes outputs within an execution only: a short one that leaves number, times and success as they were. */
  #writeLate(): void {
    const { executionOrder, success, timing } = this.#cell.executionSummary ?? {};
    const execution = this.#controller.createNotebookCellExecution(this.#cell);
    execution.executionOrder = executionOrder;
    execution.start(timing?.startTime);
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
    this.#stream = undefined;
    if (output.type === "error") {
      void execution.appendOutput(errorOutput(output));
      return;
    }
    const displayId = output.type === "display" ? output.displayId : undefined;
    const metadata = { outputType: "display_data", ...displayMetadata(displayId) };
    const written = new vscode.NotebookCellOutput(outputItems(output.data), metadata);
    if (displayId !== undefined) this.#displays.add(displayId, this.#cell, written);
    void execution.appendOutput(written);
  }

  #update(execution: vscode.NotebookCellExecution, { displayId, data }: Display): void {
    if (displayId === undefined) return;
    for (const output of this.#displays.of(displayId))
      void execution.replaceOutputItems(outputItems(data), output);
  }

  #writeStream(execution: vscode.NotebookCellExecution, { name, text }: Stream): void {
    if (this.#stream?.name === name) {
      void execution.appendOutputItems([streamItem(name, text)], this.#stream.output);
      return;
    }
    const output = this.#preview ?? streamOutput(name, text);
    if (this.#preview === undefined) void execution.appendOutput(output);
    else void execution.replaceOutputItems([streamItem(name, text)], output);
    this.#preview = undefined;
    this.#stream = { name, output };
  }

  #writePreview(execution: vscode.NotebookCellExecution, text: string): void {
    this.#stream = undefined;
    if (this.#preview !== undefined)
      return void execution.replaceOutputItems([streamItem("stdout", text)], this.#preview);
    this.#preview = streamOutput("stdout", text);
    void execution.appendOutput(this.#preview);
  }
}

function streamOutput(name: Stream["name"], text: string): vscode.NotebookCellOutput {
  return new vscode.NotebookCellOutput([streamItem(name, text)], { outputType: "stream" });
}
