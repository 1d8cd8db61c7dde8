import { pack } from "../../protocol/numbers.ts";
import type { ProgressPayload } from "../../protocol/outputs/progress.ts";

interface History {
  steps: number[];
  values: number[];
  /** Every how many updates one is kept. */
  stride: number;
  seen: number;
  last: number;
}

/** A longer history is thinned to half. */
const longestHistory = 400;

/** What a progress bar knows. */
export class ProgressState {
  done = false;
  private step = 0;
  private readonly label: string;
  private readonly total: number | null;
  private readonly start = performance.now();
  private readonly histories = new Map<string, History>();

  constructor(label: string, total: number | null) {
    this.label = label;
    this.total = total;
  }

  get isComplete(): boolean {
    return this.total !== null && this.step >= this.total;
  }

  update(step: number, values: Record<string, number>): void {
    this.step = step;
    for (const [name, value] of Object.entries(values)) remember(this.historyOf(name), step, value);
  }

  payload(): ProgressPayload {
    const secondsElapsed = (performance.now() - this.start) / 1000;
    const rate = this.step > 0 && secondsElapsed > 0 ? this.step / secondsElapsed : null;
    const left = this.total !== null && rate !== null ? Math.max(0, this.total - this.step) / rate : null;
    return {
      label: this.label,
      step: this.step,
      total: this.total,
      rate,
      secondsLeft: this.done ? null : left,
      secondsElapsed,
      done: this.done,
      values: [...this.histories].map(([name, { steps, values, last }]) => ({
        name,
        last,
        steps: pack(Float64Array.from(steps), [steps.length]),
        history: pack(Float64Array.from(values), [values.length]),
      })),
    };
  }

  private historyOf(name: string): History {
    let history = this.histories.get(name);
    if (!history)
      this.histories.set(name, (history = { steps: [], values: [], stride: 1, seen: 0, last: NaN }));
    return history;
  }
}

function remember(history: History, step: number, value: number): void {
  history.last = value;
  if (history.seen++ % history.stride !== 0) return;
  history.steps.push(step);
  history.values.push(value);
  if (history.steps.length < longestHistory) return;
  history.steps = history.steps.filter((_, index) => index % 2 === 0);
  history.values = history.values.filter((_, index) => index % 2 === 0);
  history.stride *= 2;
}
