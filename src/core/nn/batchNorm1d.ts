import { formatShape, ShapeError } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensors } from "../tensorArguments.ts";
import { ChannelNorm, type ChannelNormOptions } from "./channelNorm.ts";
import * as F from "./functional/index.ts";

/**
 * Batch normalisation (Ioffe and Szegedy, 2015), as torch.nn.BatchNorm1d: [B, C] or [B, C, L], one mean and variance per channel, over the batch and all positions.
 * In training each element therefore reads the whole batch; it normalises with the population variance and stores the sample variance.
 * In eval it uses the running statistics: nothing is read from other elements. For contrast: Transformers do not use it.
 */
export class BatchNorm1d extends ChannelNorm {
  constructor(numFeatures: number, options: ChannelNormOptions = {}) {
    super("BatchNorm1d", numFeatures, options, { affine: true, trackRunningStats: true });
  }

  override forward(x: Tensor): Tensor {
    checkTensors("BatchNorm1d", { x });
    this.checkInput(x.shape);
    if (this.training) this.track(x);
    return F.batchNorm(x, this.stored, this.weight, this.bias, this.eps);
  }

  /** The axes that the statistics run over in training, counted from the front; in eval none of the input is read for them. */
  normAxes(inputShape: readonly number[]): number[] {
    this.checkInput(inputShape);
    return this.stored ? [] : inputShape.map((_, axis) => axis).filter((axis) => axis !== 1);
  }

  private checkInput(shape: readonly number[]): void {
    const { numFeatures } = this;
    if ((shape.length !== 2 && shape.length !== 3) || shape[1] !== numFeatures)
      throw new ShapeError(
        "BatchNorm1d",
        `the input must be [B, ${numFeatures}] or [B, ${numFeatures}, L] (channels are axis 1), but its shape is ${formatShape(shape)}`,
      );
    if (this.training && shape[0]! * (shape[2] ?? 1) === 1)
      throw new ShapeError(
        "BatchNorm1d",
        `training needs more than one value per channel, got ${formatShape(shape)}`,
      );
  }

  private track(x: Tensor): void {
    const { numBatchesTracked } = this;
    if (numBatchesTracked === null) return;
    numBatchesTracked.writeData((count) => (count[0] = count[0]! + 1));
    const axes = x.rank === 2 ? [0] : [0, 2];
    const input = x.detach();
    const rate = this.momentum ?? 1 / numBatchesTracked.item();
    this.follow(input.mean(axes), input.var(axes, { correction: 1 }), rate);
  }
}
