/** Collects what is known about a kernel's end and puts it into one sentence. */
export class DeathNotes {
  reason = "The kernel has ended.";
  private readonly heapMb: number | undefined;
  private said = false;
  private exitCode: number | undefined;

  constructor(heapMb: number | undefined) {
    this.heapMb = heapMb;
  }

  /** The host knows the reason. */
  say(reason: string): void {
    this.reason = reason;
    this.said = true;
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
    if (/heap out of memory|heap limit/i.test(lastWords))
      return `The kernel ran out of memory${this.heapMb ? ` (heap limit ${this.heapMb} MiB)` : ""}: keep less, or raise the heap limit.`;
    if (this.exitCode !== undefined) return `The cell ended the kernel with process.exit(${this.exitCode}).`;
    if (signal !== null) return `The kernel was killed by ${signal}.`;
    const line = lastWords
      .trim()
      .split("\n")
      .findLast((text) => text.trim() !== "");
    return `The kernel ended with code ${code}${line ? `: ${line.trim()}` : ""}.`;
  }
}
