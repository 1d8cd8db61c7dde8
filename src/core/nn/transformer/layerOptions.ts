import { callback, either, flag, fraction, notNegative, oneOf, size, type Kinds } from "../../arguments.ts";
import type { Tensor } from "../../tensor.ts";
import * as F from "../functional/index.ts";

export type Activation = "relu" | "gelu" | ((x: Tensor) => Tensor);

/** The options that encoder and decoder layers share, with PyTorch's defaults but for batchFirst. */
export interface TransformerLayerOptions {
  dimFeedforward?: number;
  dropout?: number;
  activation?: Activation;
  layerNormEps?: number;
  /** [B, N, C] (here the default) or [N, B, C] (PyTorch's). */
  batchFirst?: boolean;
  /** Normalise before attention and feed-forward (pre-norm) or after each residual sum (post-norm, the original and the default). */
  normFirst?: boolean;
  bias?: boolean;
}

export const layerKinds: Kinds<TransformerLayerOptions> = {
  dimFeedforward: size,
  dropout: fraction,
  activation: either(oneOf("relu", "gelu"), callback),
  layerNormEps: notNegative,
  batchFirst: flag,
  normFirst: flag,
  bias: flag,
};

export const layerDefaults = {
  dimFeedforward: 2048,
  dropout: 0.1,
  activation: "relu",
  layerNormEps: 1e-5,
  batchFirst: true,
  normFirst: false,
  bias: true,
} as const satisfies Required<TransformerLayerOptions>;

export function activationFunction(activation: Activation): (x: Tensor) => Tensor {
  if (typeof activation === "function") return activation;
  return activation === "relu" ? F.relu : (x) => F.gelu(x);
}
