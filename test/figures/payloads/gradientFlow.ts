import type { GradientFlowPayload, GradientFlowSeries } from "../../../src/protocol/outputs/gradientFlow.ts";

function series(label: string, depth: number, last: number): GradientFlowSeries {
  return {
    label,
    depth,
    loss: 2.5,
    layers: Array.from({ length: 2 * depth }, (_, at) => ({
      name: `layers.${at >> 1}.linear${1 + (at % 2)}`,
      kind: "Linear",
      parameters: 1056,
      gradient: at === 1 ? 1e-7 : last * (1 + 0.1 * at),
      rms: at === 1 ? 3e-9 : (last * (1 + 0.1 * at)) / 32,
      mark: at === 1 ? "vanishing" : "normal",
    })),
    lastLayer: last,
  };
}

/** Either one model's layers, or post-norm and pre-norm over depth. */
export function gradientFlowPayload({ byDepth = false } = {}): GradientFlowPayload {
  if (!byDepth)
    return {
      series: [series("TransformerEncoder", 6, 0.34)],
      byDepth: [],
      notes: ["One layer is vanishing."],
    };
  const depths = [6, 24, 96];
  const post = [0.34, 0.42, 0.5];
  const pre = [0.21, 0.11, 0.054];
  return {
    series: depths.flatMap((depth, i) => [
      series(`post-norm ${depth}`, depth, post[i]!),
      series(`pre-norm ${depth}`, depth, pre[i]!),
    ]),
    byDepth: [
      { label: "post-norm", depths, gradients: post },
      { label: "pre-norm", depths, gradients: pre },
    ],
    notes: [],
  };
}
