import type { Tensor } from "../../core/index.ts";

/** A way to normalise x [B, N, C], right or wrong, written out so that the axes are the only difference. */
export interface NormRecipe {
  readonly name: string;
  readonly axes: readonly number[];
  readonly explanation: string;
  normalize(x: Tensor, eps: number): Tensor;
}

/** LayerNorm's formula with the statistics over any axes. */
const over =
  (axes: readonly number[]) =>
  (x: Tensor, eps: number): Tensor => {
    const centered = x.sub(x.mean([...axes], { keepdims: true }));
    return centered.div(
      x
        .var([...axes], { keepdims: true })
        .add(eps)
        .sqrt(),
    );
  };

const rootMeanSquare = (x: Tensor, eps: number): Tensor =>
  x.div(x.square().mean(-1, { keepdims: true }).add(eps).sqrt());

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
