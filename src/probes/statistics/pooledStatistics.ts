import { tensor } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";
import type { StageStatistics } from "./stageStatistics.ts";

/** The one mean and variance of each sequence that LayerNorm([N, C]) would have used, [B] each. */
export interface PooledStatistics {
  readonly mean: Tensor;
  /** meanOfVariances + varianceOfMeans (the law of total variance). */
  readonly variance: Tensor;
  readonly meanOfVariances: Tensor;
  readonly varianceOfMeans: Tensor;
}

export function pooledStatistics({ mean, variance }: StageStatistics): PooledStatistics {
  const [batch = 0, tokens = 0] = mean.shape;
  const average = (values: Float32Array, b: number): number =>
    values.subarray(b * tokens, (b + 1) * tokens).reduce((sum, value) => sum + value, 0) / tokens;
  const sequences = Array.from({ length: batch }, (_, b) => {
    const center = average(mean.data, b);
    const squares = mean.data.map((value) => (value - center) ** 2);
    return { mean: center, meanOfVariances: average(variance.data, b), varianceOfMeans: average(squares, b) };
  });
  const column = (pick: (sequence: (typeof sequences)[number]) => number): Tensor =>
    tensor(Float32Array.from(sequences, pick), [batch]);
  return {
    mean: column((sequence) => sequence.mean),
    variance: column((sequence) => sequence.meanOfVariances + sequence.varianceOfMeans),
    meanOfVariances: column((sequence) => sequence.meanOfVariances),
    varianceOfMeans: column((sequence) => sequence.varianceOfMeans),
  };
}
