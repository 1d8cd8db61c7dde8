import { layerWords } from "../../src/figures/axisWords.ts";
import { exactNumber } from "../../src/figures/exactNumber.ts";
import { tokenName } from "../../src/figures/format.ts";
import { layerTokens } from "../../src/figures/tokenStats/layerTokens.ts";
import { stages, stageValues, type Quantity } from "../../src/figures/tokenStats/stages.ts";
import type { TokenStatsPayload } from "../../src/protocol/outputs/tokenStats.ts";
import type { TableData } from "../dataTable.ts";

const quantities: readonly { name: Quantity; words: string }[] = [
  { name: "mean", words: "mean" },
  { name: "variance", words: "variance" },
  { name: "rms", words: "RMS" },
  { name: "maxAbs", words: "largest |value|" },
  { name: "maxChannel", words: "its channel" },
];

/** Every statistic of every token of one layer and sequence. */
export function tokenStatsTable(payload: TokenStatsPayload, layerIndex: number, sequence: number): TableData {
  const layer = payload.layers[layerIndex]!;
  const tokens = layerTokens(payload, layer, sequence);
  const columns = stages
    .filter(({ name }) => layer[name] !== null)
    .flatMap((stage) =>
      quantities.map(({ name, words }) => ({
        head: `${words} ${stage.name === "after" ? "after" : stage.words}`,
        values: stageValues(layer, stage.name, name, sequence),
      })),
    );
  return {
    caption: `${layer.name}: ${layerWords(layer)}`,
    head: ["token", "text", ...columns.map(({ head }) => head)],
    count: layer.before.mean.shape.at(-1) ?? 0,
    row: (token) => [
      String(token),
      tokenName(tokens, token, 40),
      ...columns.map(({ values }) => exactNumber(values[token] ?? Number.NaN)),
    ],
  };
}
