import type { Tensor } from "../../core/index.ts";
import type { NodeStatistics } from "../../protocol/outputs/architecture.ts";
import type { InputLayout } from "../inputLayout.ts";
import { tokenAxesOf } from "../normLayout.ts";
import { stageStatistics } from "../statistics/stageStatistics.ts";
import { tokenVectors } from "../statistics/tokenVectors.ts";

/**
 * Mean, variance, RMS and largest |value| of each token of a node's output over its own channels, as the range over all tokens.
 * null for an output that has no tokens or no channels, such as ids.
 */
export function nodeStatistics(output: Tensor, layout: InputLayout): NodeStatistics | null {
  const axes = tokenAxesOf(output, layout);
  if (axes === null || output.size === 0) return null;
  const vectors = tokenVectors(output.data, output.shape, axes, layout.batch);
  if (vectors.tokens !== layout.tokens || vectors.batch !== layout.batch) return null;
  const { mean, variance, rms, maxAbs } = stageStatistics(vectors);
  return { mean: range(mean), variance: range(variance), rms: range(rms), maxAbs: range(maxAbs) };
}

function range({ data }: Tensor): NodeStatistics["mean"] {
  const sorted = data.slice().sort();
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
  return { low: finite(sorted[0]!), median: finite(median), high: finite(sorted.at(-1)!) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
