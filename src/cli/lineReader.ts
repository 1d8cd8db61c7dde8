import { createInterface, type Interface } from "node:readline";

/** The lines of a stream, one at a time; those that nobody has asked for yet are kept. */
export class LineReader {
  private readonly input: NodeJS.ReadableStream;
  private readonly lines: string[] = [];
  private reader: Interface | undefined;
  private waiting: ((line: string | undefined) => void) | undefined;
  private ended = false;

  constructor(input: NodeJS.ReadableStream) {
    this.input = input;
  }

  /** Whether a line was ever asked for: the stream keeps the process alive from then on. */
  get isOpen(): boolean {
    return this.reader !== undefined;
  }

  /** The next line; undefined when there is none any more, or the signal says that none is needed. */
  next(signal: AbortSignal): Promise<string | undefined> {
    this.open();
    if (signal.aborted) return Promise.resolve(undefined);
    if (this.lines.length > 0 || this.ended) return Promise.resolve(this.lines.shift());
    return new Promise((resolve) => {
      this.waiting = resolve;
      signal.addEventListener("abort", () => this.give(undefined), { once: true });
    });
  }

  private open(): void {
    this.reader ??= createInterface({ input: this.input, terminal: false })
      .on("line", (line) => (this.waiting ? this.give(line) : this.lines.push(line)))
      .on("close", () => {
        this.ended = true;
        this.give(undefined);
      });
  }

  private give(line: string | undefined): void {
    this.waiting?.(line);
    this.waiting = undefined;
  }
}
