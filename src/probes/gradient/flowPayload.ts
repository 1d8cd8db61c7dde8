import type { GradientFlowPayload, GradientFlowSeries } from "../../protocol/outputs/gradientFlow.ts";
import type { GradientFlow, GradientSeries } from "../gradientFlow.ts";

export function flowPayload({ series, byDepth, notes }: GradientFlow): GradientFlowPayload {
  return {
    series: series.map(seriesPayload),
    byDepth: byDepth.map(({ label, depths, gradients }) => ({
      label,
      depths: [...depths],
      gradients: gradients.map(finite),
    })),
    notes: [...notes],
  };
}

function seriesPayload({ label, depth, loss, layers, lastLayer }: GradientSeries): GradientFlowSeries {
  return {
    label,
    depth,
    loss: finite(loss),
    layers: layers.map((layer) => ({ ...layer, gradient: finite(layer.gradient), rms: finite(layer.rms) })),
    lastLayer: finite(lastLayer),
  };
}

// JSON has neither NaN nor infinity.
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
