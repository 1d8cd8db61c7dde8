import * as v from "valibot";
import { packedArray } from "../numbers.ts";
import { reducedAxes, shape } from "./axes.ts";

const comparedNorm = v.object({
  /** "LayerNorm", "RMSNorm", "norm over tokens", "LayerNorm([N, C])", "norm over the batch". */
  name: v.string(),
  ...reducedAxes,
  /** Whether each token is normalised alone. */
  correct: v.boolean(),
  /** One sentence: what is pooled and what follows. */
  explanation: v.string(),
  /** How many means (and variances) the norm takes of x. */
  statistics: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Mean and variance of each token afterwards, [B, N]. */
  mean: packedArray,
  variance: packedArray,
  /** Output values of the first sequence, [N, C], cut to `shown`. */
  output: packedArray,
  /** Largest |change| of each token [N] when the last token is replaced. */
  change: packedArray,
});

/** LayerNorm, RMSNorm and the cross-token mistakes side by side on the same x [B, N, C]. */
export const compareNorms = v.object({
  shape,
  tokens: v.array(v.string()),
  /** Values of x of the first sequence, [N, C], cut to `shown`. */
  input: packedArray,
  /** Mean and variance of each token of x, [B, N]. */
  before: v.object({ mean: packedArray, variance: packedArray }),
  shown: v.object({ tokens: v.number(), channels: v.number() }),
  norms: v.array(comparedNorm),
  notes: v.array(v.string()),
});

export type CompareNormsPayload = v.InferOutput<typeof compareNorms>;
export type ComparedNorm = CompareNormsPayload["norms"][number];
