import * as vscode from "vscode";
import type { KernelProcess } from "../../host/kernelProcess.ts";
import type { CellResult } from "../../protocol/messages.ts";
import { CellWriter } from "./cellWriter.ts";
import { Displays } from "./displays.ts";
import { errorItem } from "./outputItems.ts";

export type SessionState = KernelProcess["state"] | "stopped";

interface QueuedCell {
  readonly cell: vscode.NotebookCell;
  readonly controller: vscode.NotebookController;
  readonly execution: vscode.NotebookCellExecution;
}

/** One notebook's kernel, its queue of cells and what they show. */
export class NotebookSession implements vscode.Disposable {
  readonly notebook: vscode.NotebookDocument;
  readonly #launch: () => KernelProcess;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when the state changes and after each cell. */
  readonly onDidChange = this.#changed.event;
  readonly #died = new vscode.EventEmitter<string>();
  /** Fires with the reason when the kernel ends without having been asked to. */
  readonly onDidDie = this.#died.event;
  readonly #displays = new Displays();
  readonly #writers = new Map<vscode.NotebookCell, CellWriter>();
  #kernel: KernelProcess | undefined;
  #queue: QueuedCell[] = [];
  #running = false;

  constructor(notebook: vscode.NotebookDocument, launch: () => KernelProcess) {
    this.notebook = notebook;
    this.#launch = launch;
  }

  get state(): SessionState {
    return this.#kernel?.state ?? "stopped";
  }

  /** The kernel of this notebook where it is alive. */
  get kernel(): KernelProcess | undefined {
    return this.#kernel?.state === "dead" ? undefined : this.#kernel;
  }

  /** Runs cells one after another; those that wait behind a cell that fails are not run. */
  async run(cells: readonly vscode.NotebookCell[], controller: vscode.NotebookController): Promise<void> {
    for (const cell of cells) {
      this.#queue.push({ cell, controller, execution: controller.createNotebookCellExecution(cell) });
    }
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        const result = await this.#runCell(next);
        if (result.status !== "ok") this.#dropQueue();
      }
    } finally {
      this.#running = false;
    }
  }

  /** Stops the running cell, keeps all variables, and forgets the cells that wait. */
  async interrupt(): Promise<void> {
    this.#dropQueue();
    await this.kernel?.interrupt();
  }

  /** Ends the kernel with its variables and starts another one. */
  async restart(): Promise<void> {
    await this.#end();
    this.#start();
  }

  dispose(): void {
    void this.#end();
    for (const writer of this.#writers.values()) writer.close();
    this.#changed.dispose();
    this.#died.dispose();
  }

  async #end(): Promise<void> {
    this.#dropQueue();
    const kernel = this.#kernel;
    this.#kernel = undefined;
    await kernel?.dispose();
  }

  #start(): KernelProcess {
    const kernel = this.#launch();
    this.#kernel = kernel;
    kernel.onState((state) => {
      if (this.#kernel !== kernel) return;
      this.#changed.fire();
      if (state === "dead") this.#died.fire(kernel.deathReason ?? "The kernel ended.");
    });
    this.#changed.fire();
    return kernel;
  }

  async #runCell({ cell, controller, execution }: QueuedCell): Promise<CellResult> {
    this.#writers.get(cell)?.close();
    const writer = new CellWriter(cell, controller, this.#displays);
    this.#writers.set(cell, writer);
    const started = Date.now();
    execution.start(started);
    writer.begin(execution);
    const result = await this.#execute(cell, writer);
    writer.finish(result.executionCount);
    if (result.status === "dead") await appendDeath(execution, result.reason);
    if (result.executionCount > 0) execution.executionOrder = result.executionCount;
    execution.end(result.status === "ok", started + result.milliseconds);
    this.#changed.fire();
    return result;
  }

  async #execute(cell: vscode.NotebookCell, writer: CellWriter): Promise<CellResult> {
    const { languageId, uri } = cell.document;
    // The document's address stays the same when the cell is moved or edited.
    const source = {
      id: uri.toString(),
      number: cell.index + 1,
      code: cell.document.getText(),
      language: languageId,
    };
    try {
      const kernel = this.kernel ?? this.#start();
      return await kernel.execute(source, (output) => writer.write(output));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { status: "dead", executionCount: 0, milliseconds: 0, reason };
    }
  }

  #dropQueue(): void {
    const dropped = this.#queue;
    this.#queue = [];
    for (const { execution } of dropped) execution.end(undefined);
  }
}

async function appendDeath(
  execution: vscode.NotebookCellExecution,
  reason = "The kernel ended.",
): Promise<void> {
  const message = `${reason} Its variables are gone; the next cell that you run starts a new kernel.`;
  const output = new vscode.NotebookCellOutput([errorItem({ name: "Kernel died", message, stack: "" })]);
  await execution.appendOutput(output);
}
