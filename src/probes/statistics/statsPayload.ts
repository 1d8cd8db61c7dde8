import type { Tensor } from "../../core/index.ts";
import { pack } from "../../protocol/numbers.ts";
import type { PackedArray } from "../../protocol/numbers.ts";
import type {
  TokenStatsLayer,
  TokenStatsPayload,
  TokenStatsStage,
} from "../../protocol/outputs/tokenStats.ts";
import type { LayerStatistics, TokenStats } from "../tokenStats.ts";
import { savedPart } from "./statsLimit.ts";
import type { StageStatistics } from "./stageStatistics.ts";

export function statsPayload(result: TokenStats, batch: number): TokenStatsPayload {
  const { sequences, layers, notes } = savedPart(result.layers, batch);
  return {
    model: result.model,
    batch: sequences,
    tokens: result.tokens.slice(0, sequences).map((row) => [...row]),
    layers: layers.map((layer) => layerPayload(layer, sequences)),
    notes: [...result.notes, ...notes],
  };
}

function layerPayload(layer: LayerStatistics, sequences: number): TokenStatsLayer {
  const stagePayload = (stage: StageStatistics) => stageOf(stage, sequences);
  const packed = (values: Tensor) => firstSequences(values, sequences);
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
    scale: layer.scale === null ? null : pack(layer.scale.data, layer.scale.shape),
    shift: layer.shift === null ? null : pack(layer.shift.data, layer.shift.shape),
    pooled: {
      mean: packed(mean),
      variance: packed(variance),
      meanOfVariances: packed(meanOfVariances),
      varianceOfMeans: packed(varianceOfMeans),
    },
  };
}

function stageOf(stage: StageStatistics, sequences: number): TokenStatsStage {
  return {
    mean: firstSequences(stage.mean, sequences),
    variance: firstSequences(stage.variance, sequences),
    rms: firstSequences(stage.rms, sequences),
    maxAbs: firstSequences(stage.maxAbs, sequences),
    maxChannel: firstSequences(stage.maxChannel, sequences),
  };
}

function firstSequences({ data, shape }: Tensor, sequences: number): PackedArray {
  const [batch = 0, ...rest] = shape;
  const kept = Math.min(batch, sequences);
  return pack(data.subarray(0, batch === 0 ? 0 : (data.length / batch) * kept), [kept, ...rest]);
}
