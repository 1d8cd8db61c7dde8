import { unpack } from "../../protocol/numbers.ts";
import type { TokenStatsLayer, TokenStatsStage } from "../../protocol/outputs/tokenStats.ts";
import type { Theme } from "../theme.ts";
import type { Mark } from "./panel.ts";

export type StageName = "before" | "normalized" | "after";
export type Quantity = keyof TokenStatsStage;

export interface StageStyle {
  readonly name: StageName;
  readonly words: string;
  readonly mark: Mark;
}

/** The three stages of a normalisation, each with a mark of its own: colour is never the only difference. */
export const stages: readonly StageStyle[] = [
  { name: "before", words: "before", mark: "circle" },
  { name: "normalized", words: "normalised", mark: "square" },
  { name: "after", words: "after scale and shift", mark: "diamond" },
];

export const stageColor = (name: StageName, theme: Theme): string => theme[name];

/** One statistic of each token of one sequence; empty where the layer has no such stage. */
export function stageValues(
  layer: TokenStatsLayer,
  name: StageName,
  quantity: Quantity,
  sequence: number,
): Float64Array {
  const packed = layer[name]?.[quantity];
  if (packed === undefined) return new Float64Array(0);
  const tokens = packed.shape.at(-1) ?? 0;
  return unpack(packed).subarray(sequence * tokens, (sequence + 1) * tokens);
}
