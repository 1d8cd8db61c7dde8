import { checkArgument, count, size } from "../../arguments.ts";
import { tensor } from "../../creation.ts";
import { concat, split } from "../../functions/joining.ts";
import { formatShape, ShapeError } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensorArguments.ts";
import { Module } from "../module.ts";
import {
  checkRotaryOptions,
  type LinearScaling,
  type Llama3Scaling,
  type RotaryOptions,
} from "./rotaryOptions.ts";

/**
 * Rotary position embedding (Su et al., 2021) in the half-split form of Llama: feature i turns together with feature i + D/2,
 * by the angle position / base^(2i/D). x [..., N, D] -> the same shape; D must be even.
 */
export class RotaryEmbedding extends Module {
  readonly headDim: number;
  readonly base: number;
  private readonly frequencies: readonly number[];

  constructor(headDim: number, options: RotaryOptions = {}) {
    super();
    checkArgument("RotaryEmbedding", "headDim", headDim, size);
    checkRotaryOptions("RotaryEmbedding", options);
    const { base = 10_000, scaling = null } = options;
    if (headDim % 2 !== 0) throw new RangeError(`RotaryEmbedding: headDim must be even, not ${headDim}.`);
    this.headDim = headDim;
    this.base = base;
    const frequencies = Array.from({ length: headDim / 2 }, (_, i) => base ** ((-2 * i) / headDim));
    this.frequencies = scaling === null ? frequencies : frequencies.map((f) => stretch(f, scaling));
  }

  /** @param offset the position of the first token of x */
  override forward(x: Tensor, offset = 0): Tensor {
    checkTensors("RotaryEmbedding", { x });
    checkArgument("RotaryEmbedding", "offset", offset, count);
    if (x.rank < 2 || x.shape.at(-1) !== this.headDim)
      throw new ShapeError(
        "RotaryEmbedding",
        `the input must be [..., N, ${this.headDim}], but its shape is ${formatShape(x.shape)}`,
      );
    const { cos, sin } = this.angles(x.shape.at(-2)!, offset);
    const [first, second] = split(x, this.headDim / 2, -1) as [Tensor, Tensor];
    return x.mul(cos).add(concat([second.neg(), first], -1).mul(sin));
  }

  override extraText(): string {
    return `${this.headDim}, base=${this.base}`;
  }

  private angles(length: number, offset: number): { cos: Tensor; sin: Tensor } {
    const cos = new Float32Array(length * this.headDim);
    const sin = new Float32Array(length * this.headDim);
    for (let at = 0; at < cos.length; at++) {
      const position = offset + Math.floor(at / this.headDim);
      const angle = position * this.frequencies[at % (this.headDim / 2)]!;
      cos[at] = Math.cos(angle);
      sin[at] = Math.sin(angle);
    }
    const shape = [length, this.headDim];
    return { cos: tensor(cos, shape), sin: tensor(sin, shape) };
  }
}

/** Llama 3: fast rotations stay, slow ones are divided by `factor`, those between are blended. */
function stretch(frequency: number, scaling: LinearScaling | Llama3Scaling): number {
  if (scaling.type === "linear") return frequency / scaling.factor;
  const turns = (scaling.originalMaxPositionEmbeddings * frequency) / (2 * Math.PI);
  const { factor, lowFreqFactor, highFreqFactor } = scaling;
  const blend = Math.min(1, Math.max(0, (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor)));
  return (1 - blend) * (frequency / factor) + blend * frequency;
}
