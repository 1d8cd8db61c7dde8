import type { ProgressPayload } from "../../../src/protocol/outputs/progress.ts";
import { packed } from "./sentence.ts";

/** A training run a quarter through. */
export function progressPayload(options: { done?: boolean } = {}): ProgressPayload {
  const { done = false } = options;
  const steps = Array.from({ length: 25 }, (_, index) => index * 10);
  return {
    label: "train",
    step: done ? 1000 : 250,
    total: 1000,
    rate: 33.4,
    secondsLeft: done ? 0 : 22.5,
    secondsElapsed: done ? 30 : 7.5,
    done,
    values: [
      {
        name: "loss",
        last: 2.31,
        steps: packed(steps),
        history: packed(steps.map((step) => 4.6 * Math.exp(-step / 350))),
      },
      { name: "bigram", last: 2.34, steps: packed(steps), history: packed(steps.map(() => 2.34)) },
      {
        name: "lr",
        last: 3e-4,
        steps: packed(steps),
        history: packed(steps.map((step) => 3e-4 * Math.min(1, step / 100))),
      },
    ],
  };
}
