import type { TokenStatsLayer } from "../../protocol/outputs/tokenStats.ts";
import { formatNumber, tokenName } from "../format.ts";
import { stageValues } from "./stages.ts";

interface Outlier {
  readonly token: number;
  readonly channel: number;
  readonly value: number;
  /** How many times the median token's largest |value|. */
  readonly ratio: number;
}

const leastRatio = 10;
const mostOutliers = 3;

/**
 * Tokens whose largest |value| before the norm is ten times the median token's or more, largest first: the massive
 * activations of Sun et al. (2024), which trained models put into a few channels of the first token or of delimiters.
 */
export function outliers(layer: TokenStatsLayer, sequence: number): Outlier[] {
  const values = stageValues(layer, "before", "maxAbs", sequence);
  const channels = stageValues(layer, "before", "maxChannel", sequence);
  const finite = [...values].filter(Number.isFinite).sort((a, b) => a - b);
  const median = finite[Math.floor(finite.length / 2)] ?? 0;
  if (finite.length < 4 || median === 0) return [];
  return [...values.entries()]
    .map(([token, value]) => ({ token, value, channel: channels[token] ?? 0, ratio: value / median }))
    .filter(({ ratio }) => ratio >= leastRatio && Number.isFinite(ratio))
    .sort((a, b) => b.ratio - a.ratio)
    .slice(0, mostOutliers);
}

/** The channels in which they stand out, each once. */
export function outlierChannels(layer: TokenStatsLayer, sequence: number): number[] {
  return [...new Set(outliers(layer, sequence).map(({ channel }) => channel))];
}

/** `token 0 "The" reaches |812| in channel 138, 95 times the median token`; empty where nothing stands out. */
export function outlierWords(layer: TokenStatsLayer, sequence: number, tokens: readonly string[]): string {
  const found = outliers(layer, sequence).map(
    ({ token, value, channel, ratio }) =>
      `token ${token} "${tokenName(tokens, token)}" reaches |${formatNumber(value, 3)}| in channel ${channel}, ${formatNumber(ratio, 2)} times the median token`,
  );
  return found.length === 0 ? "" : `Outliers: ${found.join("; ")}.`;
}
