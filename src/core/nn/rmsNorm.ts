import { checkArgument, checkOptions, flag, notNegative, sizes, type Kinds } from "../arguments.ts";
import { ones } from "../creation.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import * as F from "./functional/index.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { trailingAxes } from "./trailingAxes.ts";

/** float32's machine epsilon, what PyTorch's RMSNorm uses for `eps=None`. */
const float32Epsilon = 2 ** -23;

export interface RMSNormOptions {
  /** Added to the mean square; float32's machine epsilon (1.19e-7) by default, as in PyTorch. Llama's comes from its config. */
  eps?: number;
  /** Whether there is a scale. */
  elementwiseAffine?: boolean;
}

const optionKinds: Kinds<RMSNormOptions> = { eps: notNegative, elementwiseAffine: flag };

/**
 * Root mean square normalisation (Zhang and Sennrich, 2019), as torch.nn.RMSNorm: x / sqrt(mean(x²) + eps) * weight over the last axes, those of `normalizedShape`.
 * Nothing is subtracted: the mean stays, and mean² + variance is 1 afterwards.
 */
export class RMSNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  weight: Parameter | null;

  constructor(normalizedShape: number | readonly number[], options: RMSNormOptions = {}) {
    super();
    checkArgument("RMSNorm", "normalizedShape", normalizedShape, sizes);
    const { eps = float32Epsilon, elementwiseAffine = true } = checkOptions("RMSNorm", options, optionKinds);
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.weight = elementwiseAffine ? new Parameter(ones(this.normalizedShape)) : null;
  }

  override forward(x: Tensor): Tensor {
    return F.rmsNorm(x, this.normalizedShape, this.weight, this.eps);
  }

  /** The axes that the mean square runs over, counted from the front. */
  normAxes(inputShape: readonly number[]): number[] {
    return trailingAxes("RMSNorm", inputShape, this.normalizedShape);
  }

  override extraText(): string {
    return `${formatShape(this.normalizedShape)}, eps=${this.eps}, elementwiseAffine=${this.weight !== null}`;
  }
}
