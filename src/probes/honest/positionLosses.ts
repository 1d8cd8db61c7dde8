import type { Tensor } from "../../core/index.ts";

/**
 * Cross-entropy in nats of one position of logits [B, N, V] against targets, one number for each sequence. float64.
 *
 * @param targets the id to predict for each sequence
 */
export function lossesAt(logits: Tensor, position: number, targets: readonly number[]): number[] {
  const [, tokens, vocabulary] = logits.shape as [number, number, number];
  return targets.map((target, b) => {
    const start = (b * tokens + position) * vocabulary;
    const row = logits.data.subarray(start, start + vocabulary);
    const largest = row.reduce((most, value) => Math.max(most, value), -Infinity);
    const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
    return largest + Math.log(sum) - row[target]!;
  });
}

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
