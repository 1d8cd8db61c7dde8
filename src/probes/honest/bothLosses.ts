import { tensor } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";
import { HeldState } from "../heldState.ts";
import { forwardOf, nameOf } from "../subject.ts";
import { sameBits } from "../influence/rowChanges.ts";
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
  /** Whether a second run on all ids gave the same bits. */
  readonly isRepeatable: boolean;
  /** Largest change of the whole window's loss, at the positions where the two part most, when only the later ids are swapped. */
  readonly swapped: number;
}

/** Where the two losses part most, the later ids are swapped at so many positions. */
const mostSwapped = 8;

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
    const vocabularySize = whole.shape[2]!;
    const isRepeatable = sameBits(whole.data.slice(), run(ids).data);
    const changes = partingMost(wholeWindow, oneAtATime).map((at) => {
      const position = positions[at]!;
      const logits = run(withOthersAfter(ids, position, vocabularySize));
      return Math.abs(average(lossesAt(logits, position, column(ids, position + 1))) - wholeWindow[at]!);
    });
    const swapped = Math.max(0, ...changes);
    const { isRandom } = state;
    return { wholeWindow, oneAtATime, vocabularySize, isCovered, isRandom, isRepeatable, swapped };
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

function partingMost(a: readonly number[], b: readonly number[]): number[] {
  const gap = (at: number): number => Math.abs(a[at]! - b[at]!);
  return Array.from(a.keys())
    .sort((one, other) => gap(other) - gap(one))
    .slice(0, mostSwapped);
}

/** The same ids up to a position, and another one at each later place. */
function withOthersAfter(ids: Tensor, position: number, vocabularySize: number): Tensor {
  const tokens = ids.shape[1]!;
  const data = ids.data.map((id, i) => (i % tokens > position ? (id + 1) % vocabularySize : id));
  return tensor(data, [...ids.shape]);
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
