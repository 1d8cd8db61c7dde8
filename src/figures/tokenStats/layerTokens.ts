import type { TokenStatsLayer, TokenStatsPayload } from "../../protocol/outputs/tokenStats.ts";

/**
 * The token texts of one layer and sequence: those of the input, unless the layer saw another number of tokens, as the decoder of an
 * encoder-decoder does, whose tokens were not named.
 */
export function layerTokens(
  payload: Pick<TokenStatsPayload, "tokens">,
  layer: TokenStatsLayer,
  sequence: number,
): readonly string[] {
  const texts = payload.tokens[sequence] ?? [];
  return texts.length === layer.before.mean.shape.at(-1) ? texts : [];
}
