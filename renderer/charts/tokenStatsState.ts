import type { Quantity, StageName } from "../../src/figures/tokenStats/stages.ts";
import type { TokenStatsPayload } from "../../src/protocol/outputs/tokenStats.ts";

export type Shown = "meanAndVariance" | "mean" | "variance" | "rms" | "maxAbs";
export type Mode = "chart" | "layers" | "table";

/** What the reader has chosen. */
export interface TokenStatsState {
  readonly layer: number;
  readonly sequence: number;
  readonly shown: Shown;
  readonly mode: Mode;
  readonly logarithmic: boolean;
  readonly hidden: ReadonlySet<StageName>;
}

interface DrawnQuantity {
  readonly quantity: Quantity;
  readonly title: string;
}

const mean: DrawnQuantity = { quantity: "mean", title: "Mean" };
const variance: DrawnQuantity = { quantity: "variance", title: "Variance" };

/** Which charts a choice stands for. */
export const chartsOf: Record<Shown, readonly DrawnQuantity[]> = {
  meanAndVariance: [mean, variance],
  mean: [mean],
  variance: [variance],
  rms: [{ quantity: "rms", title: "Root mean square" }],
  maxAbs: [{ quantity: "maxAbs", title: "Largest |value|" }],
};

/** The map of all layers shows one quantity. */
export function mapChoice(shown: Shown): Shown {
  return shown === "meanAndVariance" ? "variance" : shown;
}

/** A deep model opens with all its layers. */
export function initialState(payload: TokenStatsPayload): TokenStatsState {
  const mode = payload.layers.length > 8 ? "layers" : "chart";
  return { layer: 0, sequence: 0, shown: "meanAndVariance", mode, logarithmic: false, hidden: new Set() };
}

/** The state with choices that a new payload no longer has put right. */
export function fitted(state: TokenStatsState, payload: TokenStatsPayload): TokenStatsState {
  return {
    ...state,
    layer: Math.max(0, Math.min(state.layer, payload.layers.length - 1)),
    sequence: Math.max(0, Math.min(state.sequence, payload.batch - 1)),
  };
}
