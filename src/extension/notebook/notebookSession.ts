import * as vscode from "vscode";
import type { KernelProcess } from "../../host/kernelProcess.ts";
import type { AttachedDebugger } from "../debug/attachedDebugger.ts";
import type { CellOutput, CellResult } from "../../protocol/messages.ts";
import type { CellWriter } from "./cellWriter.ts";
import { addressOf, findCell } from "./cellAddress.ts";
import { CellWriters } from "./cellWriters.ts";

export type SessionState = KernelProcess["state"] | "stopped";

interface QueuedCell {
  readonly address: string;
  readonly controller: vscode.NotebookController;
  readonly execution: vscode.NotebookCellExecution;
}

const stubborn = "The cell did not stop, so its kernel was restarted: all variables are gone.";

/** One notebook's kernel, its queue of cells and what they show. */
export class NotebookSession implements vscode.Disposable {
  readonly #launch: (session: NotebookSession) => KernelProcess;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when the state changes and after each cell. */
  readonly onDidChange = this.#changed.event;
  readonly #died = new vscode.EventEmitter<string>();
  /** Fires with the reason when the kernel ends without having been asked to. */
  readonly onDidDie = this.#died.event;
  /** Is attached while a cell is debugged. */
  debugger: AttachedDebugger | undefined;
  #notebook: vscode.NotebookDocument;
  readonly #writers: CellWriters;
  #kernel: KernelProcess | undefined;
  #queue: QueuedCell[] = [];
  #running: Promise<void> | undefined;
  #interrupting = false;
  /** Why the kernel is being ended on purpose. */
  #ending: string | undefined;

  constructor(notebook: vscode.NotebookDocument, launch: (session: NotebookSession) => KernelProcess) {
    this.#notebook = notebook;
    this.#writers = new CellWriters(notebook);
    this.#launch = launch;
  }

  get notebook(): vscode.NotebookDocument {
    return this.#notebook;
  }

  get state(): SessionState {
    return this.#kernel?.state ?? "stopped";
  }

  /** The kernel of this notebook where it is alive. */
  get kernel(): KernelProcess | undefined {
    return this.#kernel?.state === "dead" ? undefined : this.#kernel;
  }

  startedKernel(): KernelProcess {
    return this.kernel ?? this.#start();
  }

  /** Runs cells one after another; those that wait behind a cell that fails are not run. */
  async run(cells: readonly vscode.NotebookCell[], controller: vscode.NotebookController): Promise<void> {
    for (const cell of cells) {
      const address = addressOf(cell);
      this.#queue.push({ address, controller, execution: controller.createNotebookCellExecution(cell) });
      this.#writers.hold(address);
    }
    this.#running ??= this.#runQueue().finally(() => (this.#running = undefined));
    await this.#running;
  }

  /**
   * Stops the running cell, keeps all variables, and forgets the cells that wait. Asked again while the cell goes on, it
   * restarts the kernel: native code can only be ended with its process.
   *
   * @returns in words what was done beyond stopping
   */
  async interrupt(): Promise<string | undefined> {
    if (this.#interrupting) {
      await this.restart(stubborn);
      return stubborn;
    }
    this.#dropQueue();
    this.#interrupting = true;
    try {
      // What stands at a breakpoint is ended there: were the debugger detached first, it would run on.
      if (this.debugger?.isPaused === false) await this.debugger.detach();
      await this.kernel?.interrupt();
      return undefined;
    } finally {
      this.#interrupting = false;
    }
  }

  /** Ends the kernel with its variables and starts another one. */
  async restart(reason = "The kernel was restarted while this cell ran."): Promise<void> {
    await this.#end(reason);
    if (this.#kernel === undefined) this.#start();
  }

  /** Goes on with the document that took the notebook's place when it was saved for the first time. */
  moveTo(notebook: vscode.NotebookDocument): void {
    this.#writers.moveTo(notebook);
    this.#notebook = notebook;
    this.#changed.fire();
  }

  dispose(): void {
    void this.#end("The notebook was closed.");
    this.#writers.dispose();
    for (const emitter of [this.#changed, this.#died]) emitter.dispose();
  }

  async #end(reason: string): Promise<void> {
    this.#dropQueue();
    const kernel = this.#kernel;
    this.#kernel = undefined;
    this.#ending = reason;
    await kernel?.dispose();
    await this.#running;
    this.#ending = undefined;
  }

  #start(): KernelProcess {
    const kernel = this.#launch(this);
    this.#kernel = kernel;
    kernel.onState((state) => {
      if (this.#kernel !== kernel) return;
      this.#changed.fire();
      if (state === "dead") this.#died.fire(kernel.deathReason ?? "The kernel ended.");
    });
    this.#changed.fire();
    return kernel;
  }

  async #runQueue(): Promise<void> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const cell = findCell(this.#notebook, next.address);
      if (cell === undefined) this.#drop(next);
      else if ((await this.#runCell(cell, next)).status !== "ok") this.#dropQueue();
    }
  }

  async #runCell(cell: vscode.NotebookCell, { controller, execution }: QueuedCell): Promise<CellResult> {
    const startTime = Date.now();
    execution.start(startTime);
    const writer = this.#writers.begin(execution, controller);
    const result = await this.#execute(cell, writer);
    if (result.status === "dead") writer.write(deathNote(this.#ending, result.reason));
    writer.end({
      ...(result.executionCount > 0 ? { executionOrder: result.executionCount } : {}),
      success: result.status === "ok",
      timing: { startTime, endTime: startTime + result.milliseconds },
    });
    this.#changed.fire();
    return result;
  }

  async #execute(cell: vscode.NotebookCell, writer: CellWriter): Promise<CellResult> {
    const source = {
      id: addressOf(cell),
      number: cell.index + 1,
      code: cell.document.getText(),
      language: cell.document.languageId,
    };
    try {
      return await this.startedKernel().execute(source, (output) => writer.write(output));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { status: "dead", executionCount: 0, milliseconds: 0, reason };
    }
  }

  #dropQueue(): void {
    const dropped = this.#queue;
    this.#queue = [];
    for (const waiting of dropped) this.#drop(waiting);
  }

  #drop({ execution, address }: QueuedCell): void {
    execution.end(undefined);
    this.#writers.release(address);
  }
}

/** What the cell shows whose kernel has ended under it: an error without a place. */
function deathNote(ending: string | undefined, reason = "The kernel ended."): CellOutput {
  const rest = "Its variables are gone; the next cell that you run starts a new kernel.";
  const [name, message] =
    ending === undefined ? ["Kernel died", `${reason} ${rest}`] : ["Kernel ended", ending];
  return { type: "error", name, message, stack: `${name}: ${message}`, frames: [] };
}
