import { tensor } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";
import { HeldState } from "../heldState.ts";
import { forwardOf, nameOf } from "../subject.ts";
import type { Subject } from "../subject.ts";
import { average, lossesAt } from "./positionLosses.ts";

/** Loss at each predicted position, in both ways, and the number of tokens that the model chooses from. */
export interface BothLosses {
  readonly wholeWindow: readonly number[];
  readonly oneAtATime: readonly number[];
  readonly vocabularySize: number;
  /** The model takes windows of one length only, so the tokens to come were covered by copies of the last known one. */
  readonly isCovered: boolean;
  /** The runs drew random numbers, others for each length: the two losses cannot be compared. */
  readonly isRandom: boolean;
}

/** Runs a model on ids [B, N] at once, then on the beginning of them up to each position; position p predicts the token at p + 1. */
export function bothLosses(model: Subject, ids: Tensor, positions: readonly number[]): BothLosses {
  const forward = forwardOf(model);
  const state = new HeldState([ids]);
  const run = (input: Tensor): Tensor => state.runWithoutGraph(() => forward(input));
  try {
    const whole = run(ids);
    checkLogits(whole, ids, nameOf(model));
    const wholeWindow = positions.map((position) =>
      average(lossesAt(whole, position, column(ids, position + 1))),
    );
    const isCovered = !takesShort(run, ids);
    const oneAtATime = positions.map((position) => {
      const logits = run(known(ids, position + 1, isCovered));
      return average(lossesAt(logits, position, column(ids, position + 1)));
    });
    return { wholeWindow, oneAtATime, vocabularySize: whole.shape[2]!, isCovered, isRandom: state.isRandom };
  } finally {
    state.release();
  }
}

function takesShort(run: (input: Tensor) => Tensor, ids: Tensor): boolean {
  try {
    run(known(ids, 1, false));
    return true;
  } catch {
    return false;
  }
}

/** The first `count` ids of each sequence, alone or with copies of the last one up to the full length. */
function known(ids: Tensor, count: number, isCovered: boolean): Tensor {
  const [batch, tokens] = ids.shape as [number, number];
  const length = isCovered ? tokens : count;
  const data = Float32Array.from({ length: batch * length }, (_, i) => {
    const [b, position] = [Math.floor(i / length), i % length];
    return ids.data[b * tokens + Math.min(position, count - 1)]!;
  });
  return tensor(data, [batch, length]);
}

function column(ids: Tensor, position: number): number[] {
  const [batch, tokens] = ids.shape as [number, number];
  return Array.from({ length: batch }, (_, b) => ids.data[b * tokens + position]!);
}

function checkLogits(logits: Tensor, ids: Tensor, name: string): void {
  const [batch, tokens] = ids.shape;
  const isFitting = logits.shape.length === 3 && logits.shape[0] === batch && logits.shape[1] === tokens;
  if (!isFitting)
    throw new RangeError(
      `honestLoss needs logits [B, N, vocabulary]; ${name} gave [${logits.shape.join(", ")}] for ids [${ids.shape.join(", ")}].`,
    );
  const largest = ids.data.reduce((most, id) => Math.max(most, id), -Infinity);
  if (largest >= logits.shape[2]!)
    throw new RangeError(
      `honestLoss: the id ${largest} is not among the ${logits.shape[2]} that ${name} predicts.`,
    );
}
