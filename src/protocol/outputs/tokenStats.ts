import * as v from "valibot";
import { packedArray } from "../numbers.ts";
import { reducedAxes, shape } from "./axes.ts";

/** One stage of a normalisation, each statistic [B, N], taken over the channels of one token. */
const stage = v.object({
  mean: packedArray,
  /** Population variance (correction 0). */
  variance: packedArray,
  rms: packedArray,
  /** Largest |value| of the token, and the channel that holds it. */
  maxAbs: packedArray,
  maxChannel: packedArray,
});

const layer = v.object({
  /** Path in the model ("blocks.0.norm1"), or the call's own name. */
  name: v.string(),
  /** Class of the layer: "LayerNorm", "RMSNorm", "BatchNorm1d", ... */
  kind: v.string(),
  ...reducedAxes,
  inputShape: shape,
  eps: v.nullable(v.number()),
  before: stage,
  /** After the division by sqrt(var + eps): the variance here is var / (var + eps). */
  normalized: v.nullable(stage),
  /** After scale and shift. */
  after: v.nullable(stage),
  /** Length C each, shared by all tokens; null where the layer has none. */
  scale: v.nullable(packedArray),
  shift: v.nullable(packedArray),
  /**
   * The one mean and variance per sequence, [B] each, that LayerNorm([N, C]) would have used:
   * variance = meanOfVariances + varianceOfMeans.
   */
  pooled: v.object({
    mean: packedArray,
    variance: packedArray,
    meanOfVariances: packedArray,
    varianceOfMeans: packedArray,
  }),
});

/** Mean and variance of each token before and after every normalisation of one forward pass. */
export const tokenStats = v.object({
  model: v.string(),
  /** B, the number of sequences, and N, the number of tokens. */
  batch: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Text of each token, [B][N]. */
  tokens: v.array(v.array(v.string())),
  layers: v.array(layer),
  /** Sentences that the reader must know: what was left out, decimated or unusual. */
  notes: v.array(v.string()),
});

export type TokenStatsPayload = v.InferOutput<typeof tokenStats>;
export type TokenStatsLayer = TokenStatsPayload["layers"][number];
export type TokenStatsStage = TokenStatsLayer["before"];
