import { Embedding, Linear, MultiheadAttention, init } from "../nn/index.ts";
import type { Module, Parameter } from "../nn/index.ts";

/**
 * The start of GPT-2, BERT and Llama alike: N(0, 0.02) for matrices, 0 for biases.
 *
 * @param residualLayers GPT-2 starts the projections that write to the residual stream smaller by sqrt(2 residualLayers)
 */
export function initWeights(
  model: Module,
  { residualLayers = null }: { residualLayers?: number | null } = {},
): void {
  const residualStd = residualLayers === null ? 0.02 : 0.02 / Math.sqrt(2 * residualLayers);
  for (const [path, module] of model.namedModules()) {
    const std = path.endsWith(".outProj") || path.endsWith(".project") ? residualStd : 0.02;
    if (module instanceof MultiheadAttention) fillNormal(module.inProjWeight, 0.02);
    if (!(module instanceof Linear || module instanceof Embedding)) continue;
    fillNormal(module.weight, std);
    if (module instanceof Linear) module.bias?.writeData((values) => values.fill(0));
  }
}

function fillNormal(parameter: Parameter | null, std: number): void {
  parameter?.copyFrom(init.normal(parameter.shape, 0, std));
}
