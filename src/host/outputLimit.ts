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
/** No single display or result is larger. */
const largest = budget.size;
/** How often it is looked whether the flood is over, in milliseconds. */
const lookEvery = 400;
/** How many ids of displays that were left out are remembered. */
const mostDropped = 100_000;

/** How much of what is kept back is shown while the flood goes on. */
const previewed = { characters: 20_000, lines: 100 };

/** What a cell shows. A preview is text below all the rest, in whose place the next preview or output comes. */
export type ShownOutput = CellOutput | { type: "preview"; text: string };

interface Kept {
  output: Stream | Display;
  amounts: Amounts;
}

/**
 * Keeps a cell's output to what an editor can show: the start passes at once, then only the latest is kept back, to be
 * shown below a line that says how much was left out in the middle: when the cell prints less than it earns again, or
 * ends. Until then previews show the latest. A slow trickle is never cut.
 */
export class OutputLimit {
  private left = { ...budget };
  private earnedAt = performance.now();
  private tail: Kept[] = [];
  private tailAmounts = { ...nothing };
  private omitted = { ...nothing };
  /** What was kept back since it was last looked whether the flood is over. */
  private recent = { ...nothing };
  /** Ids of displays that were left out: their updates have no place either. */
  private readonly dropped = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private readonly sink: (output: ShownOutput) => void;

  constructor(sink: (output: ShownOutput) => void) {
    this.sink = sink;
  }

  /** Shows an output, now or later, after everything that came before it. */
  add(output: CellOutput): void {
    if (output.type === "stream") return this.write(output);
    if (output.type !== "error" && bundleSize(output.data) > largest) output = tooLarge(output);
    if (output.type !== "display") this.flush();
    else if (output.update !== true) return this.show(output);
    else if (this.updateHeld(output)) return;
    this.sink(output);
  }

  /** Shows what was kept back. */
  flush(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    if (units.some((unit) => this.omitted[unit] > 0))
      this.sink({ type: "stream", name: "stdout", text: note(this.omitted) });
    for (const { output } of this.tail) this.sink(output);
    for (const unit of units) this.left[unit] = Math.max(0, this.left[unit] - this.tailAmounts[unit]);
    this.tail = [];
    this.tailAmounts = { ...nothing };
    this.omitted = { ...nothing };
  }

  private write(output: Stream): void {
    const { text } = output;
    const amounts = { ...nothing, characters: text.length, lines: countLines(text) };
    if (this.tail.length === 0 && this.spend(amounts)) this.sink(output);
    else this.keep({ output, amounts });
  }

  /** A display is worth more than the text before it, of which only what was earned is shown then. */
  private show(output: Display): void {
    const amounts = { ...nothing, outputs: 1, size: bundleSize(output.data) };
    if (this.tailAmounts.outputs > 0 || !this.spend(amounts)) return this.keep({ output, amounts });
    if (this.tail.length > 0) this.showEarned();
    this.sink(output);
  }

  /** Changes a display that is kept back or left out; false where it was shown. */
  private updateHeld({ displayId, data }: Display): boolean {
    if (displayId === undefined) return false;
    if (this.dropped.has(displayId)) return true;
    if (this.tailAmounts.outputs === 0) return false;
    const held = this.tail.find(({ output }) => output.type === "display" && output.displayId === displayId);
    if (held?.output.type !== "display") return false;
    held.output = { ...held.output, data };
    return true;
  }

  private spend(amounts: Amounts): boolean {
    this.earn();
    if (units.some((unit) => amounts[unit] > this.left[unit])) return false;
    for (const unit of units) this.left[unit] -= amounts[unit];
    return true;
  }

  private earn(): void {
    const now = performance.now();
    const seconds = (now - this.earnedAt) / 1000;
    this.earnedAt = now;
    for (const unit of units)
      this.left[unit] = Math.min(budget[unit], this.left[unit] + seconds * earnedPerSecond[unit]);
  }

  private keep(held: Kept): void {
    this.tail.push(held);
    add(this.tailAmounts, held.amounts);
    add(this.recent, held.amounts);
    // Grows to twice what is kept before it is cut back: cutting at each line would move the whole list each time.
    if (units.some((unit) => this.tailAmounts[unit] > 2 * kept[unit])) this.shorten(kept);
    this.timer ??= setInterval(() => this.look(), lookEvery).unref();
  }

  /** What a long loop prints after a flood is to be seen as it happens. */
  private look(): void {
    const isCalm = units.every((unit) => this.recent[unit] <= (lookEvery / 1000) * earnedPerSecond[unit]);
    this.recent = { ...nothing };
    if (isCalm) this.showEarned();
    // What comes in its place begins with the line that says how much was left out.
    else if (this.omitted.characters > 0) this.sink({ type: "preview", text: this.preview() });
  }

  private preview(): string {
    const latest = this.tail
      .slice(-previewed.lines)
      .map(({ output }) => (output.type === "stream" ? output.text : ""));
    const lines = latest.join("").slice(-previewed.characters).split("\n");
    const text = lines.slice(-previewed.lines - 1).join("\n");
    const left = { ...this.omitted };
    add(left, this.tailAmounts);
    const characters = left.characters - text.length;
    return note({ ...left, characters, lines: left.lines - countLines(text), outputs: 0 }) + text;
  }

  private showEarned(): void {
    this.earn();
    this.shorten(this.left);
    this.flush();
  }

  /** Leaves out the eldest, down to these amounts or the latest output. */
  private shorten(most: Amounts): void {
    let first = 0;
    while (first < this.tail.length - 1 && units.some((unit) => this.tailAmounts[unit] > most[unit])) {
      const { amounts, output } = this.tail[first++]!;
      if (output.type === "display" && output.displayId !== undefined) this.drop(output.displayId);
      for (const unit of units) this.tailAmounts[unit] -= amounts[unit];
      add(this.omitted, amounts);
    }
    this.tail.splice(0, first);
  }

  private drop(displayId: string): void {
    if (this.dropped.size < mostDropped) this.dropped.add(displayId);
  }
}

function add(sum: Amounts, amounts: Amounts): void {
  for (const unit of units) sum[unit] += amounts[unit];
}

function tooLarge<T extends { data: MimeBundle }>(output: T): T {
  const size = amount(Math.round(bundleSize(output.data) / 1e6), "million character");
  const types = Object.keys(output.data).join(", ");
  return { ...output, data: { "text/plain": `[an output of ${size} (${types}) is too large to be shown]` } };
}

function note({ characters, lines, outputs }: Amounts): string {
  const text = lines > 0 ? amount(lines, "line") : amount(characters, "character");
  const parts = [...(characters > 0 ? [text] : []), ...(outputs > 0 ? [amount(outputs, "output")] : [])];
  return `\n[... ${parts.join(" and ")} left out here ...]\n\n`;
}

function amount(count: number, name: string): string {
  return `${count.toLocaleString("en")} ${name}${count === 1 ? "" : "s"}`;
}
