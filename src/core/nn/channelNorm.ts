import { checkArgument, checkOptions, flag, fraction, notNegative, nullable, size } from "../arguments.ts";
import type { Kinds } from "../arguments.ts";
import { ones, zeros } from "../creation.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

export interface ChannelNormOptions {
  eps?: number;
  /** How much of the new statistics goes into the running ones; null averages all batches alike (BatchNorm1d only). */
  momentum?: number | null;
  /** Whether there is a scale and a shift. */
  affine?: boolean;
  /** Whether there is a shift, where there is a scale. */
  bias?: boolean;
  /** Whether running statistics are kept, which eval then uses. */
  trackRunningStats?: boolean;
}

const optionKinds: Kinds<ChannelNormOptions> = {
  eps: notNegative,
  momentum: nullable(fraction),
  affine: flag,
  bias: flag,
  trackRunningStats: flag,
};

/** What BatchNorm1d and InstanceNorm1d share: a scale and a shift per channel, and running statistics for eval. */
export abstract class ChannelNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  weight: Parameter | null;
  bias: Parameter | null;
  runningMean: Tensor | null = null;
  runningVar: Tensor | null = null;
  numBatchesTracked: Tensor | null = null;

  constructor(
    layer: string,
    numFeatures: number,
    options: ChannelNormOptions,
    defaults: { readonly affine: boolean; readonly trackRunningStats: boolean },
  ) {
    super();
    checkArgument(layer, "numFeatures", numFeatures, size);
    const { eps = 1e-5, momentum = 0.1, bias = true } = checkOptions(layer, options, optionKinds);
    const { affine = defaults.affine, trackRunningStats = defaults.trackRunningStats } = options;
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

  override extraText(): string {
    return `${this.numFeatures}, eps=${this.eps}, momentum=${this.momentum}, affine=${this.weight !== null}`;
  }

  /** The statistics that eval uses in place of the input's own; null where the input's are used. */
  protected get stored(): { mean: Tensor; variance: Tensor } | null {
    const { runningMean: mean, runningVar: variance } = this;
    return this.training || mean === null || variance === null ? null : { mean, variance };
  }

  /** Moves the running statistics towards those of one batch [numFeatures], in training. */
  protected follow(mean: Tensor, variance: Tensor, rate: number): void {
    if (this.runningMean !== null) blend(this.runningMean, mean, rate);
    if (this.runningVar !== null) blend(this.runningVar, variance, rate);
  }
}

function blend(running: Tensor, fresh: Tensor, rate: number): void {
  const values = fresh.data;
  running.writeData((stored) => {
    for (let i = 0; i < stored.length; i++) stored[i] = (1 - rate) * stored[i]! + rate * values[i]!;
  });
}
