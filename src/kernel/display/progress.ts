import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { Tensor } from "../../core/tensor.ts";
import { bundle } from "../../figures/index.ts";
import { currentExecution } from "../execution.ts";
import { show } from "./display.ts";
import { ProgressState } from "./progressState.ts";

export interface ProgressOptions {
  label?: string;
}

export interface Progress<T> extends Iterable<T> {
  /** Sets the step, with values to show beside it (`{ loss }`); without a loop over it, this alone moves the bar. */
  update(step: number, values?: Record<string, number | Tensor>): void;
}

/** At most this often, in milliseconds: a training loop may take thousands of steps in a second. */
const interval = 100;

/**
 * A progress bar with rate and time left, updated in place: `for (const step of progress(1000))`, or over any iterable.
 */
export function progress(total: number, options?: ProgressOptions): Progress<number>;
export function progress<T>(items: Iterable<T>, options?: ProgressOptions): Progress<T>;
export function progress<T>(of: number | Iterable<T>, options?: ProgressOptions): Progress<T | number> {
  const bar = new ProgressBar(new ProgressState(String(options?.label ?? ""), lengthOf(of)));
  const items = typeof of === "number" ? countTo(of) : of;
  return {
    update: (step, values) => bar.update(checkStep(step), numbersOf(values ?? {})),
    *[Symbol.iterator]() {
      let step = 0;
      try {
        for (const item of items) {
          yield item;
          bar.update(++step, {});
        }
      } finally {
        bar.end();
      }
    },
  };
}

class ProgressBar {
  private readonly state: ProgressState;
  private readonly id = randomUUID();
  private readonly execution = currentExecution();
  private shownAt = 0;

  constructor(state: ProgressState) {
    this.state = state;
    this.draw(false);
  }

  update(step: number, values: Record<string, number>): void {
    this.state.update(step, values);
    if (this.state.isComplete) this.end();
    else if (performance.now() - this.shownAt >= interval) this.draw(true);
  }

  end(): void {
    if (this.state.done) return;
    this.state.done = true;
    this.draw(true);
  }

  private draw(update: boolean): void {
    this.shownAt = performance.now();
    const data = bundle("application/vnd.tokenwise.progress.v1+json", this.state.payload());
    show(this.execution, data, this.id, update);
  }
}

function* countTo(total: number): Generator<number> {
  for (let step = 0; step < total; step++) yield step;
}

function lengthOf(of: number | Iterable<unknown>): number | null {
  if (typeof of === "number") return checkTotal(of);
  checkIterable(of);
  if (Array.isArray(of) || ArrayBuffer.isView(of)) return (of as ArrayLike<unknown>).length;
  return of instanceof Set || of instanceof Map ? of.size : null;
}

function checkTotal(total: number): number {
  if (!Number.isInteger(total) || total < 0)
    throw new RangeError(`progress takes a whole number of steps from 0 up or an iterable, not ${total}.`);
  return total;
}

function checkStep(step: unknown): number {
  if (typeof step !== "number" || !Number.isFinite(step))
    throw new TypeError(`update takes the step as a number, not ${inspect(step, { depth: 0 })}.`);
  return step;
}

/** A tensor of one element is its number. */
function numbersOf(values: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, numberOf(name, value)]));
}

function numberOf(name: string, value: unknown): number {
  const number = value instanceof Tensor && value.size === 1 ? value.item() : value;
  if (typeof number !== "number")
    throw new TypeError(`update shows numbers: ${name} is ${inspect(value, { depth: 0 })}.`);
  return number;
}

function checkIterable(of: unknown): void {
  if (typeof of === "object" && of !== null && Symbol.iterator in of) return;
  if (typeof of === "object" && of !== null && Symbol.asyncIterator in of)
    throw new TypeError(
      "progress cannot loop over an async iterable: make const bar = progress(total) and call bar.update(step) in a for await loop.",
    );
  throw new TypeError(
    `progress takes a whole number of steps or an iterable of items, not ${inspect(of, { depth: 0 })}.`,
  );
}
