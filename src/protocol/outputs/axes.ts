import * as v from "valibot";

/** Which tokens share one statistic. */
const statisticScope = v.picklist([
  "token", // each token alone: LayerNorm(C), RMSNorm(C)
  "tokens", // pooled over the tokens of one sequence: LayerNorm([N, C]), a mean over axis 1
  "batch", // pooled over sequences, whether or not over tokens: BatchNorm while training
  "frozen", // stored statistics, nothing is pooled: BatchNorm in eval mode
]);

export type StatisticScope = v.InferOutput<typeof statisticScope>;

/** Reduced axes of a normalisation: positions from 0, and the field's letters for them (B, N, C). */
export const reducedAxes = {
  axes: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
  axisNames: v.array(v.string()),
  scope: statisticScope,
};

export const shape = v.array(v.pipe(v.number(), v.integer(), v.minValue(0)));
