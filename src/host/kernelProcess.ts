import type {
  CellResult,
  CellSource,
  DebuggerPort,
  HostMessage,
  KernelMessage,
  MimeBundle,
  TensorSummary,
  Variable,
} from "../protocol/messages.ts";
import { KernelConnection } from "./kernelConnection.ts";
import type { ShownOutput } from "./outputLimit.ts";
import { Questions, type InputHandler } from "./questions.ts";
import { Replies } from "./replies.ts";
import { RunningCells } from "./runningCells.ts";

export interface KernelOptions {
  /** Path of the kernel's program, dist/kernel.cjs. */
  kernelPath: string;
  /** The Node (or Electron as Node) that runs it: `process.execPath`. */
  execPath: string;
  /** The notebook's folder. */
  cwd: string;
  /** The notebook's own path, where it has been saved: `import.meta` of the cells. */
  notebookPath?: string;
  /** Added to the environment; an empty text removes a variable. */
  env?: Record<string, string>;
  /** Limit of the JavaScript heap in MiB. */
  heapMb?: number;
  /** Where the user raises it, "the option --heap", for the message when it is reached. */
  heapHint?: string;
}

export type KernelState = "starting" | "idle" | "busy" | "dead";
export type OutputListener = (output: ShownOutput) => void;

/** One kernel: a child process that runs the cells of one notebook, one after another. */
export class KernelProcess {
  private readonly connection: KernelConnection;
  private readonly cells = new RunningCells();
  private readonly replies = new Replies();
  private readonly questions = new Questions();
  private readonly listeners = new Set<(state: KernelState) => void>();
  private currentState: KernelState = "starting";
  private reason = "";
  private isReady = false;
  /** Whether the kernel's main thread does not answer. */
  private isBlocked = false;
  private stopping = false;
  /** Ends the wait for a stop by which no cell ends. */
  private freed = (_: undefined): void => undefined;

  static start(options: KernelOptions): KernelProcess {
    return new KernelProcess(options);
  }

  private constructor(options: KernelOptions) {
    this.connection = new KernelConnection(options, {
      message: (message) => this.receive(message),
      report: ({ isBlocked }) => {
        this.isBlocked = isBlocked;
        this.updateState();
      },
      printed: (name, text, execution) => this.cells.printed({ type: "stream", name, text }, execution),
      ended: (reason) => this.die(reason),
    });
  }

  get state(): KernelState {
    return this.currentState;
  }

  /** Why the kernel died, in one sentence. */
  get deathReason(): string | undefined {
    return this.currentState === "dead" ? this.reason : undefined;
  }

  /** Calls `listener` at each change of the state; the result ends that. */
  onState(listener: (state: KernelState) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Who answers the cells' `input(prompt)`; until then there is no answer. */
  onInput(handler: InputHandler): void {
    this.questions.handler = handler;
  }

  /**
   * Runs a cell when those before it have ended. `onOutput` also gets what the cell prints after it has ended. Never
   * rejects: a dead kernel is a result.
   */
  execute(cell: CellSource, onOutput: OutputListener): Promise<CellResult> {
    if (this.currentState === "dead") return Promise.resolve(this.cells.deadResult(this.reason));
    const { execution, result } = this.cells.add(onOutput);
    this.send({ type: "execute", execution, cell });
    this.updateState();
    return result;
  }

  /**
   * Stops the running cell; its variables stay. Where code that an earlier cell has left running keeps the kernel busy
   * (a timer's callback that loops, say), that is stopped, told on the earlier cell's stderr, and the cell that waits
   * runs. Asked again before that is done, it ends the kernel.
   *
   * @param all whether the cell that waits is stopped too.
   * @returns what had to be done.
   */
  async interrupt({ all = false } = {}): Promise<"stopped" | "killed"> {
    if (this.currentState === "dead") return "stopped";
    if (this.stopping) {
      this.connection.end("The cell did not stop, so the kernel was ended: all variables are gone.");
      await this.connection.exited;
      return "killed";
    }
    this.stopping = true;
    const running = this.cells.oldest;
    if (running === undefined) this.questions.drop(); // What ended cells have left behind.
    const freed = new Promise<undefined>((resolve) => (this.freed = resolve));
    this.connection.sendToWatchdog({ type: "interrupt", execution: running?.execution ?? null, all });
    const result = await Promise.race([freed, running?.result ?? freed]);
    this.stopping = false;
    return result?.status === "dead" ? "killed" : "stopped";
  }

  /** The notebook's variables; statistics of large tensors are those of a sample. */
  variables(): Promise<Variable[]> {
    return this.ask<Variable[]>((request) => ({ type: "variables", request }), []);
  }

  /** Statistics of all elements of a tensor. */
  summarize(name: string): Promise<TensorSummary | undefined> {
    return this.ask<TensorSummary | undefined>(
      (request) => ({ type: "summarize", request, name }),
      undefined,
    );
  }

  /** A variable's value as an output: a tensor as a heat map. */
  showVariable(name: string): Promise<MimeBundle> {
    return this.ask<MimeBundle>((request) => ({ type: "showVariable", request, name }), {});
  }

  /** Whether code could run as it is, or goes on in the next line. */
  isComplete(code: string, language: string): Promise<"complete" | "incomplete" | "invalid"> {
    return this.ask((request) => ({ type: "isComplete", request, code, language }), "invalid");
  }

  /** Resolves when no timer, request or other work of the cells is left, at latest after `limit` milliseconds. */
  async settle(limit: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, limit)));
    await Promise.race([late, this.ask((request) => ({ type: "settle", request }), null)]);
    clearTimeout(timer);
    this.cells.flush();
  }

  /**
   * Opens a port for a debugger, on the loopback address. Without cells it closes the port: detach the debugger before.
   *
   * @param cells the notebook's, as they stand; it knows those that have run with this text too.
   */
  debug(cells: CellSource[] | undefined): Promise<DebuggerPort | undefined> {
    return this.ask<DebuggerPort | undefined>(
      (request) => ({ type: "debug", request, cells: cells ?? null }),
      undefined,
    );
  }

  /** Whether the kernel's main thread answers; code of a cell that never ends may keep it from that. */
  answers(): Promise<boolean> {
    if (this.currentState === "busy") return Promise.resolve(false);
    return new Promise((resolve) => {
      // The one or the other comes: an answer, or the watchdog's report that there is none.
      const forget = this.onState(() => end(false));
      const end = (answers: boolean): void => {
        forget();
        resolve(answers);
      };
      void this.isComplete("", "javascript").then(() => end(true));
    });
  }

  /** Ends the kernel and all processes that its cells have started. */
  async dispose(): Promise<void> {
    this.connection.end();
    await this.connection.exited;
  }

  private receive(message: KernelMessage): void {
    switch (message.type) {
      case "ready":
        this.isReady = true;
        return this.updateState();
      case "output":
        return this.cells.show(message.execution, message.output);
      case "done":
        if (message.status === "interrupted") this.questions.drop(message.execution);
        this.cells.end(message);
        return this.updateState();
      case "freed":
        return this.freed(undefined);
      case "reply":
        return this.replies.answer(message.request, message.value);
      case "input":
        return this.askUser(message);
    }
  }

  private askUser({ request, execution, prompt }: Extract<KernelMessage, { type: "input" }>): void {
    void this.questions.ask(execution, prompt, (text) =>
      this.send({ type: "inputReply", request, text: text ?? null }),
    );
  }

  private ask<T>(message: (request: number) => HostMessage, otherwise: T): Promise<T> {
    if (this.currentState === "dead") return Promise.resolve(otherwise);
    return this.replies.ask((request) => this.send(message(request)), otherwise);
  }

  private die(reason: string): void {
    this.reason = reason;
    this.setState("dead");
    this.questions.drop();
    this.cells.die(reason);
    this.replies.end();
    this.freed(undefined);
  }

  private updateState(): void {
    if (this.currentState === "dead" || !this.isReady) return;
    this.setState(this.cells.oldest || this.isBlocked ? "busy" : "idle");
  }

  private setState(state: KernelState): void {
    if (this.currentState === state) return;
    this.currentState = state;
    for (const listener of this.listeners) listener(state);
  }

  private send(message: HostMessage): void {
    this.connection.send(message);
  }
}
