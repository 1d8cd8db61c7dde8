import { checkArgument, checkOptions, flag, notNegative, size, type Kinds } from "../arguments.ts";
import { ones, zeros } from "../creation.ts";
import { formatShape, ShapeError } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensors } from "../tensorArguments.ts";
import * as F from "./functional/index.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

export interface GroupNormOptions {
  eps?: number;
  /** Whether there is a scale and a shift. */
  affine?: boolean;
  /** Whether there is a shift, where there is a scale. */
  bias?: boolean;
}

const optionKinds: Kinds<GroupNormOptions> = { eps: notNegative, affine: flag, bias: flag };

/**
 * Group normalisation (Wu and He, 2018), as torch.nn.GroupNorm: [B, C, ...], one mean and variance per sample and group of channels, over the group's channels and all positions.
 * On tokens laid out as [B, C, N] the statistics run over tokens, whatever the number of groups.
 */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(numGroups: number, numChannels: number, options: GroupNormOptions = {}) {
    super();
    checkArgument("GroupNorm", "numGroups", numGroups, size);
    checkArgument("GroupNorm", "numChannels", numChannels, size);
    const { eps = 1e-5, affine = true, bias = true } = checkOptions("GroupNorm", options, optionKinds);
    if (numChannels % numGroups !== 0)
      throw new RangeError(`GroupNorm: ${numChannels} channels do not split into ${numGroups} groups.`);
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.weight = affine ? new Parameter(ones([numChannels])) : null;
    this.bias = affine && bias ? new Parameter(zeros([numChannels])) : null;
  }

  override forward(x: Tensor): Tensor {
    checkTensors("GroupNorm", { x });
    this.normAxes(x.shape);
    return F.groupNorm(x, this.numGroups, this.weight, this.bias, this.eps);
  }

  /** The axes that the statistics run over, counted from the front: the channels (within a group) and all positions. */
  normAxes(inputShape: readonly number[]): number[] {
    if (inputShape.length < 2 || inputShape[1] !== this.numChannels)
      throw new ShapeError(
        "GroupNorm",
        `the input must be [B, ${this.numChannels}, ...] (channels are axis 1), but its shape is ${formatShape(inputShape)}`,
      );
    return inputShape.map((_, axis) => axis).slice(1);
  }

  override extraText(): string {
    return `${this.numGroups}, ${this.numChannels}, eps=${this.eps}, affine=${this.weight !== null}`;
  }
}
