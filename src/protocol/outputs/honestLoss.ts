import * as v from "valibot";
import { packedArray } from "../numbers.ts";

const curve = v.object({
  /** Name of the model. */
  label: v.string(),
  /** Cross-entropy in nats at each predicted position, [P], mean over the batch: all tokens given at once. */
  wholeWindow: packedArray,
  /** The same where the model is given only the tokens up to each position, as in generation. */
  oneAtATime: packedArray,
  /** Means over the positions. */
  meanWholeWindow: v.nullable(v.number()),
  meanOneAtATime: v.nullable(v.number()),
  /** Whether the two differ by more than rounding. */
  differs: v.boolean(),
  /** The comparison in words. */
  message: v.string(),
});

/** Loss by position, for the whole window at once and one token at a time: they differ where the model reads the future. */
export const honestLoss = v.object({
  curves: v.array(curve),
  /** Position whose next token is predicted, counted from 0, length P. */
  positions: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** Text of the token at each position of the first sequence; empty where the tokens have none. */
  tokens: v.array(v.string()),
  /** Text of the token that each position predicts, length P; absent where the tokens have none. */
  targets: v.optional(v.array(v.string())),
  /** ln V: the loss of guessing among V tokens. */
  guessing: v.number(),
  notes: v.array(v.string()),
});

export type HonestLossPayload = v.InferOutput<typeof honestLoss>;
export type HonestLossCurve = HonestLossPayload["curves"][number];
