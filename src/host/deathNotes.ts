/** Collects what is known about a kernel's end and puts it into one sentence. */
export class DeathNotes {
  reason = "The kernel has ended.";
  private readonly heapMb: number | undefined;
  private said = false;
  private exitCode: number | undefined;
  /** The end of what was printed past the kernel: V8 and Node write their last words there. */
  private lastWords = "";

  constructor(heapMb: number | undefined) {
    this.heapMb = heapMb;
  }

  /** The host knows the reason. */
  say(reason: string): void {
    this.reason = reason;
    this.said = true;
  }

  hear(text: string): void {
    this.lastWords = (this.lastWords + text).slice(-8000);
  }

  /** The kernel has told that it exits. */
  exit(code: number): void {
    this.exitCode = code;
  }

  end(code: number | null, signal: NodeJS.Signals | null): void {
    if (!this.said) this.reason = this.sentence(code, signal);
  }

  private sentence(code: number | null, signal: NodeJS.Signals | null): string {
    if (/heap out of memory|heap limit/i.test(this.lastWords))
      return `The kernel ran out of memory${this.heapMb ? ` (heap limit ${this.heapMb} MiB)` : ""}: raise the heap limit or keep less.`;
    if (this.exitCode !== undefined) return `The cell ended the kernel with process.exit(${this.exitCode}).`;
    if (signal !== null) return `The kernel was killed by ${signal}.`;
    const line = this.lastWords
      .trim()
      .split("\n")
      .findLast((text) => text.trim() !== "");
    return `The kernel ended with code ${code}${line ? `: ${line.trim()}` : ""}.`;
  }
}
