import { checkArgument, checkOptions, flag, size } from "../arguments.ts";
import type { Tensor } from "../tensor.ts";
import * as F from "./functional/index.ts";
import * as init from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/**
 * y = x Wᵀ + b over the last axis: [..., inFeatures] -> [..., outFeatures].
 * `weight` is [outFeatures, inFeatures]; weight and bias start uniform in ±1/sqrt(inFeatures), as in PyTorch.
 */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(inFeatures: number, outFeatures: number, options: { bias?: boolean } = {}) {
    super();
    checkArgument("Linear", "inFeatures", inFeatures, size);
    checkArgument("Linear", "outFeatures", outFeatures, size);
    const { bias = true } = checkOptions("Linear", options, { bias: flag });
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    const bound = 1 / Math.sqrt(inFeatures);
    this.weight = new Parameter(init.uniform([outFeatures, inFeatures], -bound, bound));
    this.bias = bias ? new Parameter(init.uniform([outFeatures], -bound, bound)) : null;
  }

  override forward(x: Tensor): Tensor {
    return F.linear(x, this.weight, this.bias);
  }

  override extraText(): string {
    return `${this.inFeatures}, ${this.outFeatures}, bias=${this.bias !== null}`;
  }
}
