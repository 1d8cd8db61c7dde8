import type { CellOutput, MimeBundle } from "../protocol/messages.ts";
import { bundleSize, countLines } from "./outputSize.ts";

type Stream = Extract<CellOutput, { type: "stream" }>;
type Display = Extract<CellOutput, { type: "display" }>;

/** What is counted: of streams their characters and lines, of displays their number and their size in characters. */
const units = ["characters", "lines", "outputs", "size"] as const;
type Amounts = Record<(typeof units)[number], number>;

/** What one cell may print at once, what it earns back with time, and how much of the end is kept beyond that. */
const budget: Amounts = { characters: 600_000, lines: 6_000, outputs: 500, size: 50_000_000 };
const earnedPerSecond: Amounts = { characters: 20_000, lines: 100, outputs: 5, size: 1_000_000 };
const kept: Amounts = { characters: 100_000, lines: 1_000, outputs: 50, size: 10_000_000 };
const nothing: Amounts = { characters: 0, lines: 0, outputs: 0, size: 0 };
/** How many ids of displays that were left out are remembered. */
const mostDropped = 100_000;

interface Kept {
  output: Stream | Display;
  amounts: Amounts;
}

/**
 * Keeps a cell's output to what an editor can show: the start passes at once, then only the latest is kept, and `flush`
 * prints it below a line that says how much was left out in the middle. A slow trickle is never cut.
 */
export class OutputLimit {
  private left = { ...budget };
  private earnedAt = performance.now();
  private tail: Kept[] = [];
  private tailAmounts = { ...nothing };
  private omitted = { ...nothing };
  /** Ids of displays that were left out: their updates have no place either. */
  private readonly dropped = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private readonly sink: (output: CellOutput) => void;

  constructor(sink: (output: CellOutput) => void) {
    this.sink = sink;
  }

  write(name: Stream["name"], text: string): void {
    if (text === "") return;
    const amounts = { ...nothing, characters: text.length, lines: countLines(text) };
    this.earn();
    if (this.tail.length === 0 && this.spend(amounts)) this.sink({ type: "stream", name, text });
    else this.keepText(name, text, amounts);
  }

  /** Shows a new display after all that was printed before it, unless displays are kept back already. */
  show(output: Display): void {
    const amounts = { ...nothing, outputs: 1, size: bundleSize(output.data) };
    this.earn();
    if (this.tailAmounts.outputs > 0 || !this.spend(amounts))
      return this.keep({ output: { ...output, data: copyOf(output.data) }, amounts });
    this.flush();
    this.sink(output);
  }

  /** Changes a display that is kept back or left out; false where it was shown. */
  update(displayId: string, data: MimeBundle): boolean {
    if (this.dropped.has(displayId)) return true;
    if (this.tailAmounts.outputs === 0) return false;
    const held = this.tail.find(({ output }) => output.type === "display" && output.displayId === displayId);
    if (held?.output.type !== "display") return false;
    held.output = { ...held.output, data: copyOf(data) };
    return true;
  }

  /** Prints what was kept back. */
  flush(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (units.some((unit) => this.omitted[unit] > 0))
      this.sink({ type: "stream", name: "stdout", text: this.note() });
    for (const { output } of this.tail) this.sink(output);
    for (const unit of units) this.left[unit] = Math.max(0, this.left[unit] - this.tailAmounts[unit]);
    this.tail = [];
    this.tailAmounts = { ...nothing };
    this.omitted = { ...nothing };
  }

  private note(): string {
    const { characters, lines, outputs } = this.omitted;
    const text = lines > 0 ? amount(lines, "line") : amount(characters, "character");
    const parts = [...(characters > 0 ? [text] : []), ...(outputs > 0 ? [amount(outputs, "output")] : [])];
    return `\n[... ${parts.join(" and ")} left out here ...]\n\n`;
  }

  private earn(): void {
    const now = performance.now();
    const seconds = (now - this.earnedAt) / 1000;
    this.earnedAt = now;
    for (const unit of units)
      this.left[unit] = Math.min(budget[unit], this.left[unit] + seconds * earnedPerSecond[unit]);
    // A long loop may print the latest again once it has earned it.
    if (this.tail.length > 0 && units.every((unit) => this.left[unit] > 2 * kept[unit])) this.flush();
  }

  private spend(amounts: Amounts): boolean {
    if (units.some((unit) => amounts[unit] > this.left[unit])) return false;
    for (const unit of units) this.left[unit] -= amounts[unit];
    return true;
  }

  private keepText(name: Stream["name"], text: string, amounts: Amounts): void {
    const end = text.length > kept.characters ? text.slice(-kept.characters) : text;
    const lines = end === text ? amounts.lines : countLines(end);
    this.omit({ ...nothing, characters: text.length - end.length, lines: amounts.lines - lines });
    const output: Stream = { type: "stream", name, text: end };
    this.keep({ output, amounts: { ...nothing, characters: end.length, lines } });
  }

  private keep(held: Kept): void {
    this.tail.push(held);
    for (const unit of units) this.tailAmounts[unit] += held.amounts[unit];
    this.shorten();
    this.timer ??= setInterval(() => this.earn(), 200).unref();
  }

  // Grows to twice what is kept before it is cut back: cutting at each line would move the whole list each time.
  private shorten(): void {
    if (units.every((unit) => this.tailAmounts[unit] <= 2 * kept[unit])) return;
    let first = 0;
    while (first < this.tail.length - 1 && units.some((unit) => this.tailAmounts[unit] > kept[unit])) {
      const { amounts, output } = this.tail[first++]!;
      if (output.type === "display" && output.displayId !== undefined) this.drop(output.displayId);
      for (const unit of units) this.tailAmounts[unit] -= amounts[unit];
      this.omit(amounts);
    }
    this.tail.splice(0, first);
  }

  private drop(displayId: string): void {
    if (this.dropped.size < mostDropped) this.dropped.add(displayId);
  }

  private omit(amounts: Amounts): void {
    for (const unit of units) this.omitted[unit] += amounts[unit];
  }
}

/** What would be sent now: the cell may change the objects later, and hears now of what is not JSON. */
function copyOf(data: MimeBundle): MimeBundle {
  return JSON.parse(JSON.stringify(data)) as MimeBundle;
}

function amount(count: number, name: string): string {
  return `${count.toLocaleString("en")} ${name}${count === 1 ? "" : "s"}`;
}
