import type { TokenStatsLayer } from "../protocol/outputs/tokenStats.ts";
import { formatShape } from "./format.ts";

type Reduced = Pick<TokenStatsLayer, "axes" | "axisNames" | "scope">;

const scopeWords = {
  token: "each token alone",
  tokens: "pooled over the tokens",
  batch: "pooled over the batch",
  frozen: "stored statistics, nothing pooled",
} as const;

/** The reduced axes in the field's letters: "C", "[N, C]". */
function axisLetters(reduced: Reduced): string {
  const names = reduced.axisNames.length > 0 ? reduced.axisNames : reduced.axes.map((axis) => `axis ${axis}`);
  return names.length === 1 ? names[0]! : `[${names.join(", ")}]`;
}

/** "over C, each token alone". */
export function axisWords(reduced: Reduced): string {
  return `over ${axisLetters(reduced)}, ${scopeWords[reduced.scope]}`;
}

/** Whether a statistic lets one token (or sequence) read another. */
export function isPooled(reduced: Pick<Reduced, "scope">): boolean {
  return reduced.scope === "tokens" || reduced.scope === "batch";
}

/** "LayerNorm over C, each token alone · [1, 6, 64] · eps 1e-5". */
export function layerWords(layer: TokenStatsLayer): string {
  const eps = layer.eps === null ? "" : ` · eps ${layer.eps.toExponential().replace("e+0", "")}`;
  return `${layer.kind} ${axisWords(layer)} · ${formatShape(layer.inputShape)}${eps}`;
}
