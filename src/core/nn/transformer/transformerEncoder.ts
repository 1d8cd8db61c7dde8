import type { Tensor } from "../../tensor.ts";
import type { Mask } from "../attention/attentionMask.ts";
import type { ModuleList, TensorModule } from "../containers.ts";
import { Module } from "../module.ts";
import { repeatLayer } from "./repeatLayer.ts";
import type { TransformerEncoderLayer } from "./transformerEncoderLayer.ts";

/** Masks as in MultiheadAttention: boolean true forbids. */
export interface EncoderInput {
  mask?: Mask | null | undefined;
  srcKeyPaddingMask?: Mask | null | undefined;
  isCausal?: boolean | undefined;
}

/**
 * Encoder layers one after the other, as torch.nn.TransformerEncoder: [B, N, C] -> [B, N, C]. Also a decoder-only model's stack, with `isCausal: true`.
 * A pre-norm stack needs a final norm, which is not there by default: `{ norm: new LayerNorm(dModel) }`.
 */
export class TransformerEncoder extends Module {
  layers: ModuleList<TransformerEncoderLayer>;
  norm: TensorModule | null;

  /** @param layer a layer to copy (all copies start alike, as in PyTorch), or a function that makes each layer */
  constructor(
    layer: TransformerEncoderLayer | ((index: number) => TransformerEncoderLayer),
    numLayers: number,
    { norm = null }: { norm?: TensorModule | null } = {},
  ) {
    super();
    this.layers = repeatLayer(layer, numLayers);
    this.norm = norm;
  }

  override forward(src: Tensor, { mask, srcKeyPaddingMask, isCausal }: EncoderInput = {}): Tensor {
    let x = src;
    for (const layer of this.layers) x = layer.forward(x, { srcMask: mask, srcKeyPaddingMask, isCausal });
    return this.norm === null ? x : this.norm.forward(x);
  }
}
