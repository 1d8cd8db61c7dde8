import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import type {
  CellOutput,
  CellResult,
  CellSource,
  HostMessage,
  KernelMessage,
  MimeBundle,
  TensorSummary,
  Variable,
  WatchdogMessage,
} from "../protocol/messages.ts";
import { KernelFamily } from "../processes/kernelFamily.ts";
import { markName } from "../processes/processTable.ts";
import { encodeLine } from "../protocol/jsonLines.ts";
import { DeathNotes } from "./deathNotes.ts";
import { kernelArguments, kernelEnvironment } from "./launch.ts";
import { PrintedPast } from "./printedPast.ts";
import { readMessages, readReports } from "./readMessages.ts";
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
export type OutputListener = (output: CellOutput) => void;
export type InputHandler = (prompt: string) => Promise<string | undefined>;

/** How long the system may take to tell that a process has ended whose pipes have, in milliseconds. */
const exitTime = 300;

/** One kernel: a child process that runs the cells of one notebook, one after another. */
export class KernelProcess {
  private readonly child: ChildProcess;
  /** The kernel and the processes that its cells start; undefined where it could not be started. */
  private readonly family: KernelFamily | undefined;
  private readonly notes: DeathNotes;
  private readonly cells = new RunningCells();
  private readonly printed = new PrintedPast((name, text) =>
    this.cells.latest?.({ type: "stream", name, text }),
  );
  private readonly replies = new Replies();
  private readonly listeners = new Set<(state: KernelState) => void>();
  private readonly exited: Promise<void>;
  private currentState: KernelState = "starting";
  private inputHandler: InputHandler = () => Promise.resolve(undefined);
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
    const mark = randomUUID();
    this.notes = new DeathNotes(options);
    this.child = spawn(options.execPath, kernelArguments(options.kernelPath, options.heapMb), {
      cwd: options.cwd,
      env: { ...kernelEnvironment(process.env, options), [markName]: mark },
      // In order: no input, what is printed past the kernel, messages to and from the kernel, and to its watchdog.
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
      // A process group of its own: Ctrl-C in a terminal is the host's to handle, and the whole group can be ended.
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    this.family = this.child.pid === undefined ? undefined : new KernelFamily(this.child.pid, mark);
    this.exited = this.listen();
  }

  get state(): KernelState {
    return this.currentState;
  }

  /** Why the kernel died, in one sentence. */
  get deathReason(): string | undefined {
    return this.currentState === "dead" ? this.notes.reason : undefined;
  }

  /** Calls `listener` at each change of the state; the result ends that. */
  onState(listener: (state: KernelState) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Answers the cells' `input(prompt)`; undefined means that there is no answer. */
  onInput(handler: InputHandler): void {
    this.inputHandler = handler;
  }

  /**
   * Runs a cell when those before it have ended. `onOutput` also gets what the cell prints after it has ended. Never
   * rejects: a dead kernel is a result.
   */
  execute(cell: CellSource, onOutput: OutputListener): Promise<CellResult> {
    if (this.currentState === "dead") return Promise.resolve(this.cells.deadResult(this.notes.reason));
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
      this.notes.say("The cell did not stop, so the kernel was ended: all variables are gone.");
      await this.dispose();
      return "killed";
    }
    this.stopping = true;
    const running = this.cells.oldest;
    const freed = new Promise<undefined>((resolve) => (this.freed = resolve));
    const message: WatchdogMessage = { type: "interrupt", execution: running?.execution ?? null, all };
    this.pipe(5).write(encodeLine(message));
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
  }

  /**
   * Opens a port for a debugger, on the loopback address; scripts of cells that run from now on are written into the
   * folder, under names made of the cells' ids. Without a folder it closes the port: detach the debugger before.
   *
   * @returns the port's ws: address.
   */
  debug(folder: string | undefined): Promise<string | undefined> {
    return this.ask<string | undefined>(
      (request) => ({ type: "debug", request, folder: folder ?? null }),
      undefined,
    );
  }

  /** Ends the kernel and all processes that its cells have started. */
  async dispose(): Promise<void> {
    this.endProcesses();
    await this.exited;
  }

  private listen(): Promise<void> {
    readMessages(
      this.child.stdio[4] as NodeJS.ReadableStream,
      (message) => this.receive(message),
      (line) => this.tellBroken(line),
    );
    readReports(this.pipe(5), ({ isBlocked }) => {
      this.isBlocked = isBlocked;
      this.updateState();
    });
    this.printed.listen("stdout", this.child.stdio[1] as NodeJS.ReadableStream);
    this.printed.listen("stderr", this.child.stdio[2] as NodeJS.ReadableStream);
    for (const index of [3, 4, 5]) {
      this.pipe(index).on("error", () => undefined); // The exit is told by "close".
      this.pipe(index)
        .on("end", () => this.lost())
        .resume();
    }
    return new Promise((resolve) => {
      this.child.on("error", (error) => this.notes.notStarted(error));
      // Before "close", which waits for all who hold the kernel's pipes: children of cells do.
      this.child.on("exit", () => this.endProcesses());
      this.child.on("close", (code, signal) => {
        this.die(code, signal);
        resolve();
      });
    });
  }

  /** One of the kernel's pipes has ended, as all do when it exits; else a cell has closed it. */
  private lost(): void {
    setTimeout(() => {
      // After the events of this turn: the exit may be among them.
      setImmediate(() => {
        if (this.child.exitCode !== null || this.child.signalCode !== null) return;
        this.notes.say(
          "A cell closed the kernel's connection, so the kernel was ended: all variables are gone.",
        );
        void this.dispose();
      });
    }, exitTime).unref();
  }

  private receive(message: KernelMessage): void {
    switch (message.type) {
      case "ready":
        this.isReady = true;
        return this.updateState();
      case "output":
        return this.cells.show(message.execution, message.output);
      case "done":
        this.cells.end(message);
        return this.updateState();
      case "freed":
        return this.freed(undefined);
      case "reply":
        return this.replies.answer(message.request, message.value);
      case "input":
        return void this.answer(message.request, message.prompt);
      case "child":
        return this.family?.remember(message);
      case "exit":
        return this.notes.exit(message.code);
    }
  }

  /** A cell has written into the pipe between the kernel and its host: no reason to end, but nothing to keep quiet. */
  private tellBroken(line: string): void {
    const start = line.length > 60 ? `${line.slice(0, 60)}…` : line;
    const text = `Something wrote "${start}" into the kernel's own pipe (file descriptor 4); it was ignored.\n`;
    this.cells.latest?.({ type: "stream", name: "stderr", text });
  }

  private async answer(request: number, prompt: string): Promise<void> {
    const text = await this.inputHandler(prompt).catch(() => undefined);
    this.send({ type: "inputReply", request, text: text ?? null });
  }

  private ask<T>(message: (request: number) => HostMessage, otherwise: T): Promise<T> {
    if (this.currentState === "dead") return Promise.resolve(otherwise);
    return this.replies.ask((request) => this.send(message(request)), otherwise);
  }

  private die(code: number | null, signal: NodeJS.Signals | null): void {
    this.endProcesses();
    this.printed.end();
    this.notes.end(code, signal, this.printed.lastWords);
    this.setState("dead");
    this.cells.die(this.notes.reason);
    this.replies.end();
    this.freed(undefined);
  }

  private endProcesses(): void {
    this.family?.end(this.child.exitCode !== null || this.child.signalCode !== null);
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
    this.pipe(3).write(encodeLine(message));
  }

  private pipe(index: number): Duplex {
    return this.child.stdio[index] as Duplex;
  }
}
