import type {
  TokenStatsLayer,
  TokenStatsPayload,
  TokenStatsStage,
} from "../../../src/protocol/outputs/tokenStats.ts";
import { mean, normals, packed, sampleInput, sentence, variance } from "./sentence.ts";

/** Statistics of `layers` LayerNorms on seeded input, one sequence. */
export function tokenStatsPayload(
  options: { tokens?: readonly string[]; layers?: number; channels?: number } = {},
): TokenStatsPayload {
  const { tokens = sentence, layers = 2, channels = 32 } = options;
  const names = Array.from({ length: layers }, (_, index) => `blocks.${index >> 1}.norm${(index % 2) + 1}`);
  return {
    model: "GPT",
    batch: 1,
    tokens: [[...tokens]],
    layers: names.map((name, index) =>
      layerNorm(name, sampleInput(tokens.length, channels, index + 1), index),
    ),
    notes: [],
  };
}

function layerNorm(name: string, x: readonly number[][], seed: number): TokenStatsLayer {
  const channels = x[0]?.length ?? 0;
  const next = normals(seed + 100);
  const scale = Array.from({ length: channels }, () => 1 + 0.2 * next());
  const shift = Array.from({ length: channels }, () => 0.1 * next());
  const normalized = x.map((row) =>
    row.map((value) => (value - mean(row)) / Math.sqrt(variance(row) + 1e-5)),
  );
  const means = x.map(mean);
  const pooledMean = mean(means);
  const meanOfVariances = mean(x.map(variance));
  const varianceOfMeans = variance(means);
  return {
    name,
    kind: "LayerNorm",
    axes: [2],
    axisNames: ["C"],
    scope: "token",
    inputShape: [1, x.length, channels],
    eps: 1e-5,
    before: stage(x),
    normalized: stage(normalized),
    after: stage(normalized.map((row) => row.map((value, c) => value * scale[c]! + shift[c]!))),
    scale: packed(scale),
    shift: packed(shift),
    pooled: {
      mean: packed([pooledMean]),
      variance: packed([meanOfVariances + varianceOfMeans]),
      meanOfVariances: packed([meanOfVariances]),
      varianceOfMeans: packed([varianceOfMeans]),
    },
  };
}

function stage(rows: readonly number[][]): TokenStatsStage {
  const shape = [1, rows.length];
  const largest = rows.map((row) =>
    row.reduce((best, value, c) => (Math.abs(value) > Math.abs(row[best]!) ? c : best), 0),
  );
  return {
    mean: packed(rows.map(mean), shape),
    variance: packed(rows.map(variance), shape),
    rms: packed(
      rows.map((row) => Math.sqrt(mean(row.map((value) => value ** 2)))),
      shape,
    ),
    maxAbs: packed(
      rows.map((row, token) => Math.abs(row[largest[token]!] ?? 0)),
      shape,
    ),
    maxChannel: packed(largest, shape),
  };
}
