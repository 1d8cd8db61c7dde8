import * as v from "valibot";
import { packedArray } from "../numbers.ts";

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

const verdict = v.picklist(["leak shown", "no leak found", "cannot tell"]);
export type Verdict = v.InferOutput<typeof verdict>;

const leak = v.object({
  /** Input token that is read, output token that reads it, both counted from 0. */
  from: index,
  to: index,
  /** Largest |change| of the output token; null where only the gradient saw the leak. */
  amount: v.nullable(v.number()),
  /** Module and op in which the leak starts, where the run was traced. */
  module: v.nullable(v.string()),
  op: v.nullable(v.string()),
  cause: v.picklist(["norm", "mask", "other"]),
});

/** How each output token moves when one input token is replaced. */
export const tokenInfluence = v.object({
  model: v.string(),
  /** Text of each token of the sequence, length N. */
  tokens: v.array(v.string()),
  /** Rows of the matrix (output tokens) and its columns (input tokens); all of them up to N = 256, else a sample. */
  outputs: v.array(index),
  inputs: v.array(index),
  /** Largest |change| of output token (row) when input token (column) is replaced; NaN where not measured. */
  matrix: packedArray,
  /** Who may read whom, by name; "custom" is given by `allowedPairs`. */
  allowed: v.picklist(["none", "causal", "shifted", "full", "custom"]),
  /** 1 where the output token (row) may read the input token (column); same rows and columns as the matrix. */
  allowedPairs: packedArray,
  verdict,
  /** The verdict in words, ready to show. */
  message: v.string(),
  /** What the verdict rests on: compared runs, or the reduced axes of every op of our own traced core. */
  evidence: v.picklist(["runs", "trace"]),
  runs: index,
  leaks: v.array(leak),
  /** Verdicts beside the main one: the other mode of a BatchNorm, other sequences of the batch, other lengths. */
  further: v.array(v.object({ title: v.string(), verdict, message: v.string() })),
  notes: v.array(v.string()),
});

export type TokenInfluencePayload = v.InferOutput<typeof tokenInfluence>;
export type TokenInfluenceLeak = TokenInfluencePayload["leaks"][number];
