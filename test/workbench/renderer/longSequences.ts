import { pack } from "../../../src/protocol/numbers.ts";
import type {
  TokenStatsLayer,
  TokenStatsPayload,
  TokenStatsStage,
} from "../../../src/protocol/outputs/tokenStats.ts";
import { tokenStatsPayload } from "../../figures/payloads/tokenStats.ts";

/** Token statistics as a probe packs them (base64 of float32), with one outlier token in each layer. */
export function longTokenStats(tokens: number, layers: number): TokenStatsPayload {
  const { layers: made, ...rest } = tokenStatsPayload({ tokens: ["a"], layers });
  return {
    ...rest,
    tokens: [Array.from({ length: tokens }, (_, index) => `t${index}`)],
    layers: made.map((layer, index) => longLayer(layer, tokens, index + 1)),
  };
}

function longLayer(layer: TokenStatsLayer, tokens: number, seed: number): TokenStatsLayer {
  const stage = (size: number): TokenStatsStage => ({
    mean: waves(tokens, 0.1 * size, seed),
    variance: waves(tokens, size, seed + 7),
    rms: waves(tokens, size, seed + 11),
    maxAbs: waves(tokens, 4 * size, seed + 13),
    maxChannel: pack(
      Float32Array.from({ length: tokens }, (_, token) => token % 64),
      [1, tokens],
    ),
  });
  return {
    ...layer,
    inputShape: [1, tokens, 64],
    before: stage(seed),
    normalized: stage(1),
    after: stage(1.2),
  };
}

function waves(tokens: number, size: number, seed: number) {
  const value = (token: number) => size * (1.5 + Math.sin(token * seed * 0.37) + (token === 17 ? 90 : 0));
  return pack(
    Float32Array.from({ length: tokens }, (_, token) => value(token)),
    [1, tokens],
  );
}
