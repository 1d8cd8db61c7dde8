import type { TensorPayload } from "../protocol/outputs/tensor.ts";

/** Extremes, mean and population standard deviation of the finite values, and a count of the others. */
export function summarize(data: Float32Array): TensorPayload["summary"] {
  let [count, nan, sum, min, max] = [0, 0, 0, Infinity, -Infinity];
  for (const value of data) {
    if (Number.isNaN(value)) nan++;
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const infinite = data.length - count - nan;
  if (count === 0) return { min: null, max: null, mean: null, standardDeviation: null, nan, infinite };
  const mean = sum / count;
  let squares = 0;
  for (const value of data) if (Number.isFinite(value)) squares += (value - mean) ** 2;
  return { min, max, mean, standardDeviation: Math.sqrt(squares / count), nan, infinite };
}
