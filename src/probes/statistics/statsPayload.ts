import type { Tensor } from "../../core/index.ts";
import { pack } from "../../protocol/numbers.ts";
import type { PackedArray } from "../../protocol/numbers.ts";
import type {
  TokenStatsLayer,
  TokenStatsPayload,
  TokenStatsStage,
} from "../../protocol/outputs/tokenStats.ts";
import type { LayerStatistics, TokenStats } from "../tokenStats.ts";
import type { StageStatistics } from "./stageStatistics.ts";

export function statsPayload(result: TokenStats, batch: number): TokenStatsPayload {
  return {
    model: result.model,
    batch,
    tokens: result.tokens.map((row) => [...row]),
    layers: result.layers.map(layerPayload),
    notes: [...result.notes],
  };
}

function layerPayload(layer: LayerStatistics): TokenStatsLayer {
  const { mean, variance, meanOfVariances, varianceOfMeans } = layer.pooled;
  return {
    name: layer.name,
    kind: layer.kind,
    axes: layer.axes,
    axisNames: layer.axisNames,
    scope: layer.scope,
    inputShape: [...layer.inputShape],
    eps: layer.eps,
    before: stagePayload(layer.before),
    normalized: layer.normalized === null ? null : stagePayload(layer.normalized),
    after: stagePayload(layer.after),
    scale: layer.scale === null ? null : packed(layer.scale),
    shift: layer.shift === null ? null : packed(layer.shift),
    pooled: {
      mean: packed(mean),
      variance: packed(variance),
      meanOfVariances: packed(meanOfVariances),
      varianceOfMeans: packed(varianceOfMeans),
    },
  };
}

function stagePayload({ mean, variance, rms, maxAbs, maxChannel }: StageStatistics): TokenStatsStage {
  return {
    mean: packed(mean),
    variance: packed(variance),
    rms: packed(rms),
    maxAbs: packed(maxAbs),
    maxChannel: packed(maxChannel),
  };
}

function packed(values: Tensor): PackedArray {
  return pack(values.data, values.shape);
}
