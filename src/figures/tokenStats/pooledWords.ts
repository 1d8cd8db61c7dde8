import { unpack } from "../../protocol/numbers.ts";
import type { TokenStatsLayer } from "../../protocol/outputs/tokenStats.ts";
import { formatNumber } from "../format.ts";

/**
 * The sum behind the dashed line: one variance for a whole sequence is the mean of the variances plus the variance of the
 * means. Without tokens there is nothing to pool.
 */
export function pooledWords(layer: TokenStatsLayer, sequence: number): string {
  if (layer.before.mean.shape.at(-1) === 0) return "There are no tokens, so there is nothing to pool.";
  const at = (packed: TokenStatsLayer["pooled"]["mean"]) =>
    formatNumber(unpack(packed)[sequence] ?? Number.NaN);
  const { mean, variance, meanOfVariances, varianceOfMeans } = layer.pooled;
  return (
    `LayerNorm([N, C]) would use one mean ${at(mean)} and one variance ${at(variance)} for the whole sequence ` +
    `(mean of variances ${at(meanOfVariances)} + variance of means ${at(varianceOfMeans)}).`
  );
}
