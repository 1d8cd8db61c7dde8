import {
  checkArgument,
  checkOptions,
  flag,
  fraction,
  notNegative,
  nullable,
  size,
  type Kinds,
} from "../arguments.ts";
import { ones, zeros } from "../creation.ts";
import { formatShape, ShapeError } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import * as F from "./functional/index.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

export interface BatchNorm1dOptions {
  eps?: number;
  /** How much of the new statistics goes into the running ones; null averages all batches alike. */
  momentum?: number | null;
  /** Whether there is a scale and a shift. */
  affine?: boolean;
  /** Whether there is a shift, where there is a scale. */
  bias?: boolean;
  /** Whether running statistics are kept, which eval then uses. */
  trackRunningStats?: boolean;
}

const optionKinds: Kinds<BatchNorm1dOptions> = {
  eps: notNegative,
  momentum: nullable(fraction),
  affine: flag,
  bias: flag,
  trackRunningStats: flag,
};

/**
 * Batch normalisation (Ioffe and Szegedy, 2015), as torch.nn.BatchNorm1d: [B, C] or [B, C, L], one mean and variance per channel, over the batch and all positions.
 * In training each element therefore reads the whole batch; it normalises with the population variance and stores the sample variance.
 * In eval it uses the running statistics: nothing is read from other elements. For contrast: Transformers do not use it.
 */
export class BatchNorm1d extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  weight: Parameter | null;
  bias: Parameter | null;
  runningMean: Tensor | null = null;
  runningVar: Tensor | null = null;
  numBatchesTracked: Tensor | null = null;

  constructor(numFeatures: number, options: BatchNorm1dOptions = {}) {
    super();
    checkArgument("BatchNorm1d", "numFeatures", numFeatures, size);
    const {
      eps = 1e-5,
      momentum = 0.1,
      affine = true,
      bias = true,
      trackRunningStats = true,
    } = checkOptions("BatchNorm1d", options, optionKinds);
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine && bias ? new Parameter(zeros([numFeatures])) : null;
    if (!trackRunningStats) return;
    this.registerBuffer("runningMean", zeros([numFeatures]));
    this.registerBuffer("runningVar", ones([numFeatures]));
    this.registerBuffer("numBatchesTracked", zeros([]));
  }

  override forward(x: Tensor): Tensor {
    this.checkInput(x.shape);
    const { weight, bias, eps, runningMean, runningVar } = this;
    if (!this.usesStored) this.track(x);
    const stored = this.usesStored ? { mean: runningMean!, variance: runningVar! } : null;
    return F.batchNorm(x, stored, weight, bias, eps);
  }

  /** The axes that the statistics run over in training, counted from the front; in eval none of the input is read for them. */
  normAxes(inputShape: readonly number[]): number[] {
    this.checkInput(inputShape);
    return this.usesStored ? [] : inputShape.map((_, axis) => axis).filter((axis) => axis !== 1);
  }

  override extraText(): string {
    return `${this.numFeatures}, eps=${this.eps}, momentum=${this.momentum}, affine=${this.weight !== null}`;
  }

  private get usesStored(): boolean {
    return !this.training && this.runningMean !== null;
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
    const { runningMean, runningVar, numBatchesTracked } = this;
    if (runningMean === null || runningVar === null || numBatchesTracked === null || !this.training) return;
    numBatchesTracked.writeData((count) => (count[0] = count[0]! + 1));
    const rate = this.momentum ?? 1 / numBatchesTracked.item();
    const axes = x.rank === 2 ? [0] : [0, 2];
    const input = x.detach();
    blend(runningMean, input.mean(axes), rate);
    blend(runningVar, input.var(axes, { correction: 1 }), rate);
  }
}

function blend(running: Tensor, fresh: Tensor, rate: number): void {
  const values = fresh.data;
  running.writeData((stored) => {
    for (let i = 0; i < stored.length; i++) stored[i] = (1 - rate) * stored[i]! + rate * values[i]!;
  });
}
