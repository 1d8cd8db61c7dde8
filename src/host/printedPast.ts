type Show = (name: "stdout" | "stderr", text: string) => void;

/** What V8 writes before it ends the process: heap statistics and a stack of its own functions. */
const fatal = /\n?(<--- Last few GCs --->|FATAL ERROR: |#\n# Fatal )/;
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
  private timer: NodeJS.Timeout | undefined;
  private readonly show: Show;

  constructor(show: Show) {
    this.show = show;
  }

  listen(name: "stdout" | "stderr", stream: NodeJS.ReadableStream): void {
    stream.setEncoding("utf8").on("data", (text: string) => {
      this.lastWords = (this.lastWords + text).slice(-8000);
      this.print(name, name === "stderr" ? text.replace(nodesOwn, "") : text);
    });
  }

  /** The process has ended. */
  end(): void {
    clearTimeout(this.timer);
  }

  private print(name: "stdout" | "stderr", text: string): void {
    if (text === "") return;
    if (name === "stdout") return this.show(name, text);
    const start = this.timer ? 0 : text.search(fatal);
    if (start === -1) return this.show(name, text);
    if (start > 0) this.show(name, text.slice(0, start));
    this.withheld += text.slice(start);
    this.timer ??= setTimeout(() => this.release(), patience);
  }

  private release(): void {
    this.show("stderr", this.withheld);
    this.withheld = "";
    this.timer = undefined;
  }
}
