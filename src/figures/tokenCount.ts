import type { ArchitecturePayload } from "../protocol/outputs/architecture.ts";
import type { TokenInfluencePayload } from "../protocol/outputs/tokenInfluence.ts";
import type { TokenStatsPayload } from "../protocol/outputs/tokenStats.ts";

// The texts of the tokens may be missing (a run on vectors has none), so N comes from the numbers first.

/** N of a token-stats output. */
export function statsTokenCount({ layers, tokens }: TokenStatsPayload): number {
  return layers[0]?.before.mean.shape.at(-1) ?? tokens[0]?.length ?? 0;
}

/** N of a token-influence output, of which perhaps only a sample was measured. */
export function influenceTokenCount({ tokens, outputs, inputs }: TokenInfluencePayload): number {
  return Math.max(tokens.length, (outputs.at(-1) ?? -1) + 1, (inputs.at(-1) ?? -1) + 1);
}

/** N of a diagram: of its texts, else of the first [B, N, C], else of an [N, C]. */
export function architectureTokenCount({ tokens, nodes }: ArchitecturePayload): number {
  if (tokens.length > 0) return tokens.length;
  const ofRank = (rank: number) => nodes.find(({ outputShape }) => outputShape.length === rank)?.outputShape;
  return (ofRank(3) ?? ofRank(2))?.at(-2) ?? 0;
}
