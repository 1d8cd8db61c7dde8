import { checkOptions, instanceOf, nullable } from "../../arguments.ts";
import type { Tensor } from "../../tensor.ts";
import type { ModuleList, TensorModule } from "../containers.ts";
import { Module } from "../module.ts";
import { repeatLayer } from "./repeatLayer.ts";
import { decoderInputKinds } from "./transformerDecoderLayer.ts";
import type { DecoderLayerInput, TransformerDecoderLayer } from "./transformerDecoderLayer.ts";

/**
 * Decoder layers one after the other, as torch.nn.TransformerDecoder: tgt [B, N, C], memory [B, S, C] -> [B, N, C].
 * A pre-norm stack needs a final norm, which is not there by default: `{ norm: new LayerNorm(dModel) }`.
 */
export class TransformerDecoder extends Module {
  layers: ModuleList<TransformerDecoderLayer>;
  norm: TensorModule | null;

  /** @param layer a layer to copy (all copies start alike, as in PyTorch), or a function that makes each layer */
  constructor(
    layer: TransformerDecoderLayer | ((index: number) => TransformerDecoderLayer),
    numLayers: number,
    options: { norm?: TensorModule | null } = {},
  ) {
    super();
    this.layers = repeatLayer("TransformerDecoder", layer, numLayers);
    this.norm =
      checkOptions("TransformerDecoder", options, { norm: nullable(instanceOf("a module", Module)) }).norm ??
      null;
  }

  override forward(tgt: Tensor, memory: Tensor, input: DecoderLayerInput = {}): Tensor {
    checkOptions("TransformerDecoder.forward", input, decoderInputKinds);
    let x = tgt;
    for (const layer of this.layers) x = layer.forward(x, memory, input);
    return this.norm === null ? x : this.norm.forward(x);
  }
}
