import { functional as F } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";

/** A way to normalise x [B, N, C], right or wrong, written out so that the axes are the only difference. */
export interface NormRecipe {
  readonly name: string;
  readonly axes: readonly number[];
  readonly explanation: string;
  normalize(x: Tensor, eps: number): Tensor;
}

/** The core's LayerNorm, whose statistics are float64, over any axes: they are brought to the end for it. */
const over =
  (axes: readonly number[]) =>
  (x: Tensor, eps: number): Tensor => {
    const order = [...x.shape.keys()].filter((axis) => !axes.includes(axis)).concat(axes);
    const sizes = axes.map((axis) => x.shape[axis]!);
    if (x.size === 0) return x;
    return F.layerNorm(x.permute(order), sizes, null, null, eps).permute(inverse(order));
  };

const rootMeanSquare = (x: Tensor, eps: number): Tensor =>
  x.size === 0 ? x : F.rmsNorm(x, [x.shape.at(-1)!], null, eps);

function inverse(order: readonly number[]): number[] {
  return [...order.keys()].map((axis) => order.indexOf(axis));
}

/** The right ones first, then each mistake that real code makes. */
export const comparedNorms: readonly NormRecipe[] = [
  {
    name: "LayerNorm",
    axes: [2],
    explanation: "Each token has its own mean and variance over its C channels.",
    normalize: over([2]),
  },
  {
    name: "RMSNorm",
    axes: [2],
    explanation: "Each token has its own root mean square over its C channels; the mean stays.",
    normalize: rootMeanSquare,
  },
  {
    name: "norm over tokens",
    axes: [1],
    explanation:
      "Each channel has one mean and variance over all N tokens, so every token reads every other one.",
    normalize: over([1]),
  },
  {
    name: "LayerNorm([N, C])",
    axes: [1, 2],
    explanation:
      "All N tokens of a sequence share one mean and variance, so every token reads every other one.",
    normalize: over([1, 2]),
  },
  {
    name: "norm over the batch",
    axes: [0],
    explanation:
      "Each position and channel has one mean and variance over the B sequences, so each reads the others.",
    normalize: over([0]),
  },
];
