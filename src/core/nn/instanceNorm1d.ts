import { checkArgument, checkOptions, flag, notNegative, size, type Kinds } from "../arguments.ts";
import { ones, zeros } from "../creation.ts";
import { formatShape, ShapeError } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import * as F from "./functional/index.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

export interface InstanceNorm1dOptions {
  eps?: number;
  /** Whether there is a scale and a shift; false by default, as in PyTorch. */
  affine?: boolean;
  /** Whether there is a shift, where there is a scale. */
  bias?: boolean;
}

const optionKinds: Kinds<InstanceNorm1dOptions> = { eps: notNegative, affine: flag, bias: flag };

/**
 * Instance normalisation (Ulyanov, Vedaldi and Lempitsky, 2016), as torch.nn.InstanceNorm1d: [B, C, L] or [C, L], one mean and variance per sample and channel, over all positions.
 * On a sequence [B, C, N] it is a norm over tokens: each token reads all others.
 */
export class InstanceNorm1d extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(numFeatures: number, options: InstanceNorm1dOptions = {}) {
    super();
    checkArgument("InstanceNorm1d", "numFeatures", numFeatures, size);
    const { eps = 1e-5, affine = false, bias = true } = checkOptions("InstanceNorm1d", options, optionKinds);
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine && bias ? new Parameter(zeros([numFeatures])) : null;
  }

  override forward(x: Tensor): Tensor {
    const axes = this.normAxes(x.shape);
    const batched = axes[0] === 2 ? x : x.unsqueeze(0);
    return F.instanceNorm(batched, this.weight, this.bias, this.eps).reshape(x.shape);
  }

  /** The axis that the statistics run over: the positions, counted from the front. */
  normAxes(inputShape: readonly number[]): number[] {
    const rank = inputShape.length;
    if ((rank !== 2 && rank !== 3) || inputShape[rank - 2] !== this.numFeatures)
      throw new ShapeError(
        "InstanceNorm1d",
        `the input must be [B, ${this.numFeatures}, L] or [${this.numFeatures}, L], but its shape is ${formatShape(inputShape)}`,
      );
    return [rank - 1];
  }

  override extraText(): string {
    return `${this.numFeatures}, eps=${this.eps}, affine=${this.weight !== null}`;
  }
}
