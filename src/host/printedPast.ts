import { OwnedStream } from "../protocol/ownerMark.ts";

type Name = "stdout" | "stderr";
/** @param execution whose text it is; undefined where that is not known. */
type Show = (name: Name, text: string, execution: number | undefined) => void;

/** What V8 and Node write before they end the process: heap statistics and a stack of their own functions. */
const fatal = /\n?(<--- Last few GCs --->|FATAL ERROR: |----- Native stack trace -----|#\n# Fatal )/;
/** What Node tells about a debugger's port, which who debugs knows, and about a flag that a later V8 no longer has. */
const nodesOwn =
  /^(?:Debugger (?:listening on|ending on|attached\.)|For help, see: https:\/\/nodejs\.org\/|Waiting for the debugger to disconnect|Error: unrecognized flag --(?:no-)?(?:turboshaft|wasm-sync|experimental-wasm)|Try --help for options$).*\n?/gm;
/** A process that lives on after such words has printed those of another: they are shown after all. */
const patience = 2000;

/**
 * Text that reached stdout and stderr past the kernel: from native code and from processes that cells have started. V8's
 * last words are kept back, because the reason of the kernel's end is told in one sentence.
 */
export class PrintedPast {
  /** The end of what was printed: V8 and Node write there why they end. */
  lastWords = "";
  private withheld = "";
  private withheldFor: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly show: Show;

  constructor(show: Show) {
    this.show = show;
  }

  listen(name: Name, stream: NodeJS.ReadableStream): void {
    const owned = new OwnedStream();
    stream.setEncoding("utf8").on("data", (piece: string) => {
      for (const { execution, text } of owned.push(piece)) {
        this.lastWords = (this.lastWords + text).slice(-8000);
        this.print(name, name === "stderr" ? text.replace(nodesOwn, "") : text, execution);
      }
    });
  }

  /** What only children print into: they write no last words of the kernel's. */
  listenToChildren(name: Name, stream: NodeJS.ReadableStream): void {
    const owned = new OwnedStream();
    stream.setEncoding("utf8").on("data", (piece: string) => {
      for (const { execution, text } of owned.push(piece)) this.show(name, text, execution);
    });
  }

  /** The process has ended. */
  end(): void {
    clearTimeout(this.timer);
  }

  private print(name: Name, text: string, execution: number | undefined): void {
    if (text === "") return;
    const start = name === "stdout" ? -1 : this.timer ? 0 : text.search(fatal);
    if (start === -1) return this.show(name, text, execution);
    if (start > 0) this.show(name, text.slice(0, start), execution);
    this.withheld += text.slice(start);
    this.withheldFor = execution;
    this.timer ??= setTimeout(() => this.release(), patience);
  }

  private release(): void {
    this.show("stderr", this.withheld, this.withheldFor);
    this.withheld = "";
    this.timer = undefined;
  }
}
