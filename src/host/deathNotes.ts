import { statSync } from "node:fs";
import type { KernelOptions } from "./kernelProcess.ts";

/** V8 needs more than this to do anything at all, and below it ends in many ways. */
const leastHeapMb = 64;
/** Before Node 24, Node ends the process where a callback is stopped whose calls have filled the stack. */
const stoppedOnFullStack = /async hook stack has become corrupted/;
const outOfMemory = /heap out of memory|heap limit|fatal javascript (?:oom|out of memory)/i;

/** Collects what is known about a kernel's end and puts it into one sentence. */
export class DeathNotes {
  reason = "The kernel has ended.";
  private readonly options: KernelOptions;
  private said = false;
  private exitCode: number | undefined;

  constructor(options: KernelOptions) {
    this.options = options;
  }

  /** The host knows the reason. */
  say(reason: string): void {
    this.reason = reason;
    this.said = true;
  }

  /** There is no process. */
  notStarted({ message }: Error): void {
    const { cwd, execPath } = this.options;
    const why = !isFolder(cwd)
      ? `the notebook's folder ${cwd} does not exist any more`
      : statSync(execPath, { throwIfNoEntry: false }) === undefined
        ? `there is no program ${execPath}`
        : message;
    this.say(`The kernel could not be started: ${why}.`);
  }

  /** The kernel has told that it exits. */
  exit(code: number): void {
    this.exitCode = code;
  }

  /** @param lastWords the end of what was printed past the kernel. */
  end(code: number | null, signal: NodeJS.Signals | null, lastWords: string): void {
    if (!this.said) this.reason = this.sentence(code, signal, lastWords);
  }

  private sentence(code: number | null, signal: NodeJS.Signals | null, lastWords: string): string {
    const { heapMb, heapHint } = this.options;
    if (outOfMemory.test(lastWords) || (signal !== null && (heapMb ?? Infinity) < leastHeapMb)) {
      const limit = heapMb === undefined ? "" : ` (heap limit ${heapMb} MiB)`;
      return `The kernel ran out of memory${limit}: keep less, or raise the limit${heapHint === undefined ? "" : ` with ${heapHint}`}.`;
    }
    if (this.exitCode !== undefined) return `The cell ended the kernel with process.exit(${this.exitCode}).`;
    if (stoppedOnFullStack.test(lastWords))
      return "The kernel ended as a callback was stopped whose calls had filled the stack: Node.js before version 24 does not survive that.";
    if (signal === "SIGKILL")
      return "The kernel was killed by SIGKILL: by another program, or by the system where memory ran out.";
    if (signal !== null) return `The kernel was killed by ${signal}.`;
    return `The kernel ended with code ${code}${causeIn(lastWords)}.${this.nodeOptions()}`;
  }

  /** Node's own options come from the settings only, and a kernel that ends without a word has hardly begun. */
  private nodeOptions(): string {
    const given = this.options.env?.["NODE_OPTIONS"];
    return given
      ? ` Its environment in the settings has NODE_OPTIONS=${given}; take that away if it is wrong.`
      : "";
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The error's message, which Node prints between an excerpt and a stack, else the last line; Node's version is no cause. */
function causeIn(lastWords: string): string {
  const lines = lastWords.split("\n").map((line) => line.trim());
  const telling = lines.filter((line) => line !== "" && !/^Node\.js v[\d.]+/.test(line));
  const cause = telling.findLast((line) => /^(?:Uncaught )?\w*Error\b.*:/.test(line)) ?? telling.at(-1);
  return cause === undefined ? "" : `: ${cause.replace(/\.$/, "")}`;
}
