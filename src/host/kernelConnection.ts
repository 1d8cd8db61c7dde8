import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { KernelFamily } from "../processes/kernelFamily.ts";
import { markName } from "../processes/processTable.ts";
import { encodeLine } from "../protocol/jsonLines.ts";
import type { HostMessage, KernelMessage, WatchdogMessage, WatchdogReport } from "../protocol/messages.ts";
import { DeathNotes } from "./deathNotes.ts";
import type { KernelOptions } from "./kernelProcess.ts";
import { kernelArguments, kernelEnvironment } from "./launch.ts";
import { PrintedPast } from "./printedPast.ts";
import { readMessages, readReports } from "./readMessages.ts";

/** What a kernel's process has to say. */
export interface KernelListener {
  message(message: KernelMessage): void;
  report(report: WatchdogReport): void;
  /** Text that was printed past the kernel, by native code or a cell's child, and for which execution if that is known. */
  printed(name: "stdout" | "stderr", text: string, execution?: number): void;
  /** The process has ended, and its pipes hold nothing more. */
  ended(reason: string): void;
}

/** Pipes for stdout and stderr in turns (see `pipes` in kernel/channel.ts). */
const ofChildren = [6, 7, 8, 9, 10, 11, 12, 13];
/** How long the system may take to tell that a process has ended whose pipes have, in milliseconds. */
const exitTime = 300;

/** The process of one kernel: its start, the pipes that lead to it, and its end. */
export class KernelConnection {
  /** Resolves when the process has ended. */
  readonly exited: Promise<void>;
  private readonly child: ChildProcess;
  /** The kernel and the processes that its cells start; undefined where it could not be started. */
  private readonly family: KernelFamily | undefined;
  private readonly notes: DeathNotes;
  private readonly printed: PrintedPast;
  private readonly listener: KernelListener;
  private isEnding = false;

  constructor(options: KernelOptions, listener: KernelListener) {
    const mark = randomUUID();
    this.listener = listener;
    this.notes = new DeathNotes(options);
    this.printed = new PrintedPast((...printed) => listener.printed(...printed));
    this.child = spawn(options.execPath, kernelArguments(options.kernelPath, options.heapMb), {
      cwd: options.cwd,
      env: { ...kernelEnvironment(process.env, options), [markName]: mark },
      // In order: no input, what is printed past the kernel, messages to and from the kernel, and to its watchdog, and what
      // children of cells print.
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe", ...ofChildren.map(() => "pipe" as const)],
      // A process group of its own: Ctrl-C in a terminal is the host's to handle, and the whole group can be ended.
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    this.family = this.child.pid === undefined ? undefined : new KernelFamily(this.child.pid, mark);
    this.listenToPipes();
    this.exited = this.listenToExit();
  }

  send(message: HostMessage): void {
    this.pipe(3).write(encodeLine(message));
  }

  sendToWatchdog(message: WatchdogMessage): void {
    this.pipe(5).write(encodeLine(message));
  }

  /**
   * Ends the kernel and all processes that its cells have started.
   *
   * @param reason why, where the kernel's end does not tell it by itself.
   */
  end(reason?: string): void {
    if (reason !== undefined) {
      this.notes.say(reason);
      this.isEnding = true;
    }
    this.family?.end(this.hasExited());
  }

  private listenToPipes(): void {
    readMessages(
      this.child.stdio[4] as NodeJS.ReadableStream,
      (message) => this.receive(message),
      (line) => this.tellBroken(line),
    );
    readReports(this.pipe(5), (report) => this.listener.report(report));
    this.printed.listen("stdout", this.child.stdio[1] as NodeJS.ReadableStream);
    this.printed.listen("stderr", this.child.stdio[2] as NodeJS.ReadableStream);
    for (const index of ofChildren)
      this.printed.listenToChildren(index % 2 === 0 ? "stdout" : "stderr", this.pipe(index));
    for (const index of [3, 4, 5]) {
      this.pipe(index).on("error", () => undefined); // The exit is told by "close".
      this.pipe(index)
        .on("end", () => this.lost())
        .resume();
    }
  }

  private listenToExit(): Promise<void> {
    return new Promise((resolve) => {
      this.child.on("error", (error) => this.notes.notStarted(error));
      // Before "close", which waits for all who hold the kernel's pipes: children of cells do.
      this.child.on("exit", () => this.end());
      this.child.on("close", (code, signal) => {
        this.end();
        this.printed.end();
        this.notes.end(code, signal, this.printed.lastWords);
        this.listener.ended(this.notes.reason);
        resolve();
      });
    });
  }

  private receive(message: KernelMessage): void {
    if (message.type === "child") this.family?.remember(message);
    else if (message.type === "exit") this.notes.exit(message.code);
    // Its children end before it does: what a cell makes of that is not how it has ended.
    else if (!this.isEnding) this.listener.message(message);
  }

  /** A cell has written into the pipe between the kernel and its host: no reason to end, but nothing to keep quiet. */
  private tellBroken(line: string): void {
    const start = line.length > 60 ? `${line.slice(0, 60)}…` : line;
    const text = `Something wrote "${start}" into the kernel's own pipe (file descriptor 4); it was ignored.\n`;
    this.listener.printed("stderr", text);
  }

  /** One of the kernel's pipes has ended, as all do when it exits; else a cell has closed it. */
  private lost(): void {
    setTimeout(() => {
      // After the events of this turn: the exit may be among them.
      setImmediate(() => {
        if (!this.hasExited())
          this.end("A cell closed the kernel's connection, so the kernel was ended: all variables are gone.");
      });
    }, exitTime).unref();
  }

  private hasExited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private pipe(index: number): Duplex {
    return this.child.stdio[index] as Duplex;
  }
}
