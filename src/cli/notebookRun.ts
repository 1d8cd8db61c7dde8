import type { KernelProcess } from "../host/kernelProcess.ts";
import type { ShownOutput } from "../host/outputLimit.ts";
import { Turns } from "../host/questions.ts";
import { cellLanguage, cellSource, isRunnable, type Cell, type Notebook } from "../nbformat/index.ts";
import type { CellOutput, CellResult } from "../protocol/messages.ts";
import { CellRecorder } from "./cellRecorder.ts";
import type { CommandIo } from "./commandIo.ts";
import { TextPrinter } from "./textPrinter.ts";

export interface RunOptions {
  allowErrors: boolean;
  timeoutSeconds: number | undefined;
}

/** How long a cell may take to stop before the kernel is ended. */
const patience = 2000;
/** How long timers and promises that cells have left behind may still print at the end. */
const settleTime = 2000;

/** Runs a notebook's cells in order; outputs are printed and recorded in the notebook. */
export class NotebookRun {
  /** 0, 1 when a cell failed, 130 when the run was stopped. */
  exitCode = 0;
  private readonly notebook: Notebook;
  private readonly kernel: KernelProcess;
  private readonly options: RunOptions;
  private readonly io: CommandIo;
  private readonly printer: TextPrinter;
  private readonly recorder = new CellRecorder();
  private timedOut = false;

  constructor(notebook: Notebook, kernel: KernelProcess, options: RunOptions, io: CommandIo) {
    this.notebook = notebook;
    this.kernel = kernel;
    this.options = options;
    this.io = io;
    this.printer = new TextPrinter(io);
    const turns = new Turns();
    kernel.onInput((prompt, signal) =>
      turns.take(() => {
        this.printer.startLine();
        return io.readLine(prompt, signal);
      }, signal),
    );
  }

  async runAll(): Promise<void> {
    const cells = [...this.notebook.cells.entries()].filter(([index, cell]) => this.runs(cell, index + 1));
    for (const [, cell] of cells) this.recorder.clear(cell);
    for (const [index, cell] of cells) {
      if (cellSource(cell).trim() === "") continue;
      const result = await this.runCell(cell, index + 1);
      if (this.exitCode === 130 || result.status === "dead") return;
      if (result.status !== "ok") this.exitCode = 1;
      if (result.status !== "ok" && !this.options.allowErrors) break;
    }
    await this.kernel.settle(settleTime);
    if (!(await this.kernel.answers())) await this.stopLeft();
  }

  /** Stops the running cell and the run. */
  stop(): void {
    this.exitCode = 130;
    void this.stopCell();
  }

  private runs(cell: Cell, number: number): boolean {
    if (cell.cell_type !== "code") return false;
    const language = cellLanguage(this.notebook, cell);
    if (!isRunnable(language)) this.io.err(`Cell ${number} is ${language}: skipped.\n`);
    return isRunnable(language);
  }

  private async runCell(cell: Cell, number: number): Promise<CellResult> {
    const show = (output: ShownOutput) => {
      if (output.type === "preview") return; // What is printed stays.
      const shown = this.timedOut ? this.asTimeout(output) : output;
      this.recorder.record(cell, shown);
      this.printer.print(shown);
    };
    const stopTimer = this.startTimer();
    const source = {
      id: cell.id ?? `cell-${number}`,
      number,
      code: cellSource(cell),
      language: cellLanguage(this.notebook, cell),
    };
    const result = await this.kernel.execute(source, show);
    stopTimer();
    this.recorder.end(cell, result.executionCount);
    if (result.status === "dead") this.died(show, result.reason ?? "The kernel has ended.");
    this.timedOut = false;
    return result;
  }

  /** Begins when the kernel has started, whose time is no cell's; the result ends it. */
  private startTimer(): () => void {
    const { timeoutSeconds } = this.options;
    if (timeoutSeconds === undefined) return () => undefined;
    let timer: NodeJS.Timeout | undefined;
    const begin = (): void => {
      timer ??= setTimeout(() => {
        this.timedOut = true;
        void this.stopCell();
      }, timeoutSeconds * 1000);
    };
    const forget = this.kernel.onState(begin);
    if (this.kernel.state !== "starting") begin();
    return () => {
      forget();
      clearTimeout(timer);
    };
  }

  /** Stops code that a cell has left behind and that never ends; the cell's stderr tells of it. */
  private async stopLeft(): Promise<void> {
    if (this.exitCode === 0) this.exitCode = 1;
    await this.stopCell();
  }

  private async stopCell(): Promise<void> {
    const timer = setTimeout(() => void this.kernel.interrupt({ all: true }), patience);
    await this.kernel.interrupt({ all: true });
    clearTimeout(timer);
  }

  private asTimeout(output: CellOutput): CellOutput {
    if (output.type !== "error" || output.name !== "Interrupted") return output;
    const limit = `longer than ${this.options.timeoutSeconds} s (--timeout)`;
    // A cell that waits is told what it waited for.
    const message = output.message.includes("before it began")
      ? `${output.message.replace(/\.$/, "")} for ${limit}.`
      : `The cell ran ${limit} and was stopped.`;
    return { ...output, name: "Timeout", message, stack: `Timeout: ${message}` };
  }

  private died(show: (output: CellOutput) => void, message: string): void {
    if (this.exitCode !== 130) this.exitCode = 1;
    show({ type: "error", name: "KernelDied", message, stack: `KernelDied: ${message}`, frames: [] });
  }
}
