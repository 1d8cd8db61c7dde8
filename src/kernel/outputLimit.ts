type StreamName = "stdout" | "stderr";
type Sink = (name: StreamName, text: string) => void;

/** What one cell may print at once, what it earns back with time, and how much of the end is kept beyond that. */
const budget = { characters: 600_000, lines: 6_000 };
const earnedPerSecond = { characters: 20_000, lines: 100 };
const kept = { characters: 100_000, lines: 1_000 };
const units = ["characters", "lines"] as const;

/**
 * Keeps a cell's stream output to what an editor can show: the start passes at once, then only the latest text is kept,
 * and `flush` prints it below a line that says how much was left out in the middle. A slow trickle is never cut.
 */
export class OutputLimit {
  private left = { ...budget };
  private earnedAt = performance.now();
  private tail: { name: StreamName; text: string; lines: number }[] = [];
  private tailSize = { characters: 0, lines: 0 };
  private omitted = { characters: 0, lines: 0 };
  private timer: NodeJS.Timeout | undefined;
  private readonly sink: Sink;

  constructor(sink: Sink) {
    this.sink = sink;
  }

  write(name: StreamName, text: string): void {
    if (text === "") return;
    const lines = countLines(text);
    this.earn();
    if (this.tail.length === 0 && this.spend(text.length, lines)) this.sink(name, text);
    else this.keep(name, text, lines);
  }

  /** Prints what was kept back. */
  flush(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (this.omitted.characters > 0) this.sink("stdout", this.note());
    for (const { name, text } of this.tail) this.sink(name, text);
    for (const unit of units) this.left[unit] = Math.max(0, this.left[unit] - this.tailSize[unit]);
    this.tail = [];
    this.tailSize = { characters: 0, lines: 0 };
    this.omitted = { characters: 0, lines: 0 };
  }

  private note(): string {
    const { characters, lines } = this.omitted;
    const amount =
      lines > 0 ? `${lines.toLocaleString("en")} lines` : `${characters.toLocaleString("en")} characters`;
    return `\n[... ${amount} left out here ...]\n\n`;
  }

  private earn(): void {
    const now = performance.now();
    const seconds = (now - this.earnedAt) / 1000;
    this.earnedAt = now;
    for (const unit of units)
      this.left[unit] = Math.min(budget[unit], this.left[unit] + seconds * earnedPerSecond[unit]);
    // A long loop may print the latest lines again once it has earned them.
    if (
      this.tail.length > 0 &&
      this.left.lines > 2 * kept.lines &&
      this.left.characters > 2 * kept.characters
    )
      this.flush();
  }

  private spend(characters: number, lines: number): boolean {
    if (characters > this.left.characters || lines > this.left.lines) return false;
    this.left.characters -= characters;
    this.left.lines -= lines;
    return true;
  }

  private keep(name: StreamName, text: string, lines: number): void {
    const end = text.length > kept.characters ? text.slice(-kept.characters) : text;
    const endLines = end === text ? lines : countLines(end);
    this.omit(text.length - end.length, lines - endLines);
    this.tail.push({ name, text: end, lines: endLines });
    this.tailSize.characters += end.length;
    this.tailSize.lines += endLines;
    this.shorten();
    this.timer ??= setInterval(() => this.earn(), 200).unref();
  }

  // Grows to twice what is kept before it is cut back: cutting at each line would move the whole list each time.
  private shorten(): void {
    if (units.every((unit) => this.tailSize[unit] <= 2 * kept[unit])) return;
    let first = 0;
    while (first < this.tail.length - 1 && units.some((unit) => this.tailSize[unit] > kept[unit])) {
      const { text, lines } = this.tail[first++]!;
      this.tailSize.characters -= text.length;
      this.tailSize.lines -= lines;
      this.omit(text.length, lines);
    }
    this.tail.splice(0, first);
  }

  private omit(characters: number, lines: number): void {
    this.omitted.characters += characters;
    this.omitted.lines += lines;
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
