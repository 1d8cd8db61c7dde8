import { checkArgument, checkOptions, flag, notNegative, sizes, type Kinds } from "../arguments.ts";
import { ones, zeros } from "../creation.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import * as F from "./functional/index.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { trailingAxes } from "./trailingAxes.ts";

export interface LayerNormOptions {
  /** Added to the variance; 1e-5 as in PyTorch (BERT uses 1e-12, Keras 1e-3, Flax 1e-6). */
  eps?: number;
  /** Whether there is a scale and a shift. */
  elementwiseAffine?: boolean;
  /** Whether there is a shift. */
  bias?: boolean;
}

const optionKinds: Kinds<LayerNormOptions> = { eps: notNegative, elementwiseAffine: flag, bias: flag };

/**
 * Layer normalisation (Ba, Kiros and Hinton, 2016), as torch.nn.LayerNorm: (x - mean) / sqrt(var + eps) * weight + bias, [..., *normalizedShape] -> the same shape.
 * Mean and population variance run over the last axes, those of `normalizedShape`. For tokens [B, N, C] that is LayerNorm(C): each token has its own mean and variance.
 * `new LayerNorm([N, C])` takes one mean and variance over all tokens of a sequence: a token then reads the others.
 */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions = {}) {
    super();
    checkArgument("LayerNorm", "normalizedShape", normalizedShape, sizes);
    const {
      eps = 1e-5,
      elementwiseAffine = true,
      bias = true,
    } = checkOptions("LayerNorm", options, optionKinds);
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.weight = elementwiseAffine ? new Parameter(ones(this.normalizedShape)) : null;
    this.bias = elementwiseAffine && bias ? new Parameter(zeros(this.normalizedShape)) : null;
  }

  override forward(x: Tensor): Tensor {
    return F.layerNorm(x, this.normalizedShape, this.weight, this.bias, this.eps);
  }

  /** The axes that mean and variance run over, counted from the front. */
  normAxes(inputShape: readonly number[]): number[] {
    return trailingAxes("LayerNorm", inputShape, this.normalizedShape);
  }

  override extraText(): string {
    return `${formatShape(this.normalizedShape)}, eps=${this.eps}, elementwiseAffine=${this.weight !== null}`;
  }
}
