import { checkOptions, count, flag, size, type Kinds } from "../../arguments.ts";
import type { Tensor } from "../../tensor.ts";
import { causalMask, maskKind } from "../attention/attentionMask.ts";
import type { Mask } from "../attention/attentionMask.ts";
import * as init from "../init.ts";
import { LayerNorm } from "../layerNorm.ts";
import { Module } from "../module.ts";
import { layerDefaults, layerKinds } from "./layerOptions.ts";
import type { TransformerLayerOptions } from "./layerOptions.ts";
import { TransformerDecoder } from "./transformerDecoder.ts";
import { decoderInputKinds, type DecoderLayerInput } from "./transformerDecoderLayer.ts";
import { TransformerDecoderLayer } from "./transformerDecoderLayer.ts";
import { TransformerEncoder } from "./transformerEncoder.ts";
import { TransformerEncoderLayer } from "./transformerEncoderLayer.ts";

export interface TransformerOptions extends TransformerLayerOptions {
  dModel?: number;
  nhead?: number;
  numEncoderLayers?: number;
  numDecoderLayers?: number;
}

/** Masks as in MultiheadAttention: boolean true forbids. */
export interface TransformerInput extends DecoderLayerInput {
  srcMask?: Mask | null | undefined;
  srcKeyPaddingMask?: Mask | null | undefined;
  srcIsCausal?: boolean | undefined;
}

const optionKinds: Kinds<TransformerOptions> = {
  ...layerKinds,
  dModel: size,
  nhead: size,
  numEncoderLayers: count,
  numDecoderLayers: count,
};

const inputKinds: Kinds<TransformerInput> = {
  ...decoderInputKinds,
  srcMask: maskKind,
  srcKeyPaddingMask: maskKind,
  srcIsCausal: flag,
};

/**
 * Encoder and decoder, both with a final LayerNorm, as torch.nn.Transformer: src [B, S, C], tgt [B, N, C] -> [B, N, C].
 * All matrices start Xavier uniform. As in PyTorch it is not causal unless told: `tgtIsCausal: true`.
 */
export class Transformer extends Module {
  encoder: TransformerEncoder;
  decoder: TransformerDecoder;

  constructor(options: TransformerOptions = {}) {
    super();
    checkOptions("Transformer", options, optionKinds);
    const { dModel = 512, nhead = 8, numEncoderLayers = 6, numDecoderLayers = 6, ...layer } = options;
    const { layerNormEps: eps, bias } = { ...layerDefaults, ...layer };
    this.encoder = new TransformerEncoder(
      () => new TransformerEncoderLayer(dModel, nhead, layer),
      numEncoderLayers,
      {
        norm: new LayerNorm(dModel, { eps, bias }),
      },
    );
    this.decoder = new TransformerDecoder(
      () => new TransformerDecoderLayer(dModel, nhead, layer),
      numDecoderLayers,
      {
        norm: new LayerNorm(dModel, { eps, bias }),
      },
    );
    for (const parameter of this.parameters())
      if (parameter.rank > 1) parameter.copyFrom(init.xavierUniform(parameter.shape));
  }

  override forward(src: Tensor, tgt: Tensor, input: TransformerInput = {}): Tensor {
    checkOptions("Transformer.forward", input, inputKinds);
    const { srcMask, srcKeyPaddingMask, srcIsCausal, ...decoderInput } = input;
    const memory = this.encoder.forward(src, { mask: srcMask, srcKeyPaddingMask, isCausal: srcIsCausal });
    return this.decoder.forward(tgt, memory, decoderInput);
  }

  /** [size, size]: -Infinity above the diagonal, else 0; what `isCausal` stands for. */
  static generateSquareSubsequentMask(size: number): Tensor {
    return causalMask(size, size);
  }
}
