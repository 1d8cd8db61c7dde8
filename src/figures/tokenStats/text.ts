import { unpack, type PackedArray } from "../../protocol/numbers.ts";
import type {
  TokenStatsLayer,
  TokenStatsPayload,
  TokenStatsStage,
} from "../../protocol/outputs/tokenStats.ts";
import { layerWords } from "../axisWords.ts";
import { formatNumber, plural, tokenName } from "../format.ts";
import { plainTable, shownRows } from "../plainTable.ts";
import { statsTokenCount } from "../tokenCount.ts";
import { layerTokens } from "./layerTokens.ts";
import { outlierWords } from "./outliers.ts";
import { pooledWords } from "./pooledWords.ts";
import { vectorWords } from "./vectorStrip.ts";

const mostRows = 24;

/** One table per layer: token, mean and variance before, normalised, and after scale and shift. */
export function tokenStatsText(payload: TokenStatsPayload): string {
  const count = statsTokenCount(payload);
  const first = payload.batch > 1 ? "; the tables show the first sequence" : "";
  const title = `Token statistics of ${payload.model}: ${plural(payload.batch, "sequence")} of ${plural(count, "token")}, ${plural(payload.layers.length, "normalisation layer")}${first}`;
  const layers = payload.layers.map((layer) => layerText(layer, layerTokens(payload, layer, 0)));
  return [title, ...layers, ...payload.notes].join("\n\n");
}

function layerText(layer: TokenStatsLayer, tokens: readonly string[]): string {
  const stages = [
    { name: "before", stage: layer.before },
    { name: "normalised", stage: layer.normalized },
    { name: "after", stage: layer.after },
  ].flatMap(({ name, stage }) => (stage === null ? [] : [{ name, ...numbers(stage) }]));
  const count = layer.before.mean.shape.at(-1) ?? 0;
  const rows = shownRows(count, mostRows).map((row) =>
    row === null
      ? ["…"]
      : [
          `${row} ${tokenName(tokens, row)}`,
          ...stages.flatMap(({ mean, variance }) => [formatNumber(mean[row]!), formatNumber(variance[row]!)]),
        ],
  );
  const head = ["token", ...stages.flatMap(({ name }) => [`mean ${name}`, `variance ${name}`])];
  const words = [
    `${layer.name}: ${layerWords(layer)}`,
    plainTable(head, rows),
    pooledWords(layer, 0),
    vectorWords(layer),
  ];
  return [...words, outlierWords(layer, 0, tokens)].filter((line) => line !== "").join("\n");
}

function numbers(stage: TokenStatsStage): { mean: Float64Array; variance: Float64Array } {
  const firstRow = (packed: PackedArray) => unpack(packed).subarray(0, packed.shape.at(-1) ?? 0);
  return { mean: firstRow(stage.mean), variance: firstRow(stage.variance) };
}
