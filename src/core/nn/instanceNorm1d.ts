import { formatShape, ShapeError } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensors } from "../tensorArguments.ts";
import { ChannelNorm, type ChannelNormOptions } from "./channelNorm.ts";
import * as F from "./functional/index.ts";

/**
 * Instance normalisation (Ulyanov, Vedaldi and Lempitsky, 2016), as torch.nn.InstanceNorm1d: [B, C, L] or [C, L], one mean and variance per sample and channel, over all positions.
 * On a sequence [B, C, N] it is a norm over tokens: each token reads all others. With `trackRunningStats` eval uses the means of
 * the statistics seen in training, and reads nothing from other tokens then. `affine` and `trackRunningStats` are false by default, as in PyTorch.
 */
export class InstanceNorm1d extends ChannelNorm {
  constructor(numFeatures: number, options: ChannelNormOptions = {}) {
    super("InstanceNorm1d", numFeatures, options, { affine: false, trackRunningStats: false });
  }

  override forward(x: Tensor): Tensor {
    checkTensors("InstanceNorm1d", { x });
    const batched = this.checkInput(x.shape) === 3 ? x : x.unsqueeze(0);
    const { weight, bias, eps, stored } = this;
    if (stored) return F.batchNorm(batched, stored, weight, bias, eps).reshape(x.shape);
    if (this.training) this.track(batched.detach());
    return F.instanceNorm(batched, weight, bias, eps).reshape(x.shape);
  }

  /** The axis that the statistics run over: the positions, counted from the front; none where eval uses running statistics. */
  normAxes(inputShape: readonly number[]): number[] {
    const rank = this.checkInput(inputShape);
    return this.stored ? [] : [rank - 1];
  }

  private checkInput(shape: readonly number[]): number {
    const rank = shape.length;
    if ((rank !== 2 && rank !== 3) || shape[rank - 2] !== this.numFeatures)
      throw new ShapeError(
        "InstanceNorm1d",
        `the input must be [B, ${this.numFeatures}, L] or [${this.numFeatures}, L], but its shape is ${formatShape(shape)}`,
      );
    if (!this.stored && shape[rank - 1] === 1)
      throw new ShapeError(
        "InstanceNorm1d",
        `statistics need more than one position, got ${formatShape(shape)}`,
      );
    return rank;
  }

  private track(x: Tensor): void {
    // Without a momentum PyTorch's running statistics stay as they are.
    this.follow(x.mean(2).mean(0), x.var(2, { correction: 1 }).mean(0), this.momentum ?? 0);
  }
}
