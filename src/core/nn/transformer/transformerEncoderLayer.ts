import { checkArgument, checkOptions, size, flag, type Kinds } from "../../arguments.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensorArguments.ts";
import { maskKind } from "../attention/attentionMask.ts";
import type { Mask } from "../attention/attentionMask.ts";
import { MultiheadAttention } from "../attention/multiheadAttention.ts";
import { Dropout } from "../dropout.ts";
import { LayerNorm } from "../layerNorm.ts";
import { Linear } from "../linear.ts";
import { Module } from "../module.ts";
import { activationFunction, layerDefaults, layerKinds } from "./layerOptions.ts";
import type { TransformerLayerOptions } from "./layerOptions.ts";
import { residual } from "./residual.ts";

/** Masks as in MultiheadAttention: boolean true forbids. */
export interface EncoderLayerInput {
  srcMask?: Mask | null | undefined;
  srcKeyPaddingMask?: Mask | null | undefined;
  isCausal?: boolean | undefined;
}

const inputKinds: Kinds<EncoderLayerInput> = {
  srcMask: maskKind,
  srcKeyPaddingMask: maskKind,
  isCausal: flag,
};

/**
 * Self-attention and a feed-forward network, each with a residual connection and a LayerNorm over C, as torch.nn.TransformerEncoderLayer: [B, N, C] -> [B, N, C].
 * Post-norm (the default) is norm1(x + attention(x)), norm2(x + feedForward(x)); with `normFirst` it is x + attention(norm1(x)), x + feedForward(norm2(x)).
 */
export class TransformerEncoderLayer extends Module {
  selfAttn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;
  norm1: LayerNorm;
  norm2: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;
  readonly normFirst: boolean;
  private readonly activation: (x: Tensor) => Tensor;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    checkArgument("TransformerEncoderLayer", "dModel", dModel, size);
    checkArgument("TransformerEncoderLayer", "nhead", nhead, size);
    checkOptions("TransformerEncoderLayer", options, layerKinds);
    const { dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, bias } = {
      ...layerDefaults,
      ...options,
    };
    this.selfAttn = new MultiheadAttention(dModel, nhead, { dropout, bias, batchFirst });
    this.linear1 = new Linear(dModel, dimFeedforward, { bias });
    this.dropout = new Dropout(dropout);
    this.linear2 = new Linear(dimFeedforward, dModel, { bias });
    this.norm1 = new LayerNorm(dModel, { eps: layerNormEps, bias });
    this.norm2 = new LayerNorm(dModel, { eps: layerNormEps, bias });
    this.dropout1 = new Dropout(dropout);
    this.dropout2 = new Dropout(dropout);
    this.normFirst = normFirst;
    this.activation = activationFunction(activation);
  }

  override forward(src: Tensor, input: EncoderLayerInput = {}): Tensor {
    checkTensors("TransformerEncoderLayer.forward", { src });
    checkOptions("TransformerEncoderLayer.forward", input, inputKinds);
    const { norm1, norm2, normFirst } = this;
    const x = residual(src, norm1, normFirst, (y) => this.attend(y, input));
    return residual(x, norm2, normFirst, (y) => this.feedForward(y));
  }

  override extraText(): string {
    return `normFirst=${this.normFirst}`;
  }

  private attend(x: Tensor, { srcMask, srcKeyPaddingMask, isCausal }: EncoderLayerInput): Tensor {
    const [output] = this.selfAttn.forward(x, x, x, {
      attnMask: srcMask,
      keyPaddingMask: srcKeyPaddingMask,
      isCausal,
      needWeights: false,
    });
    return this.dropout1.forward(output);
  }

  private feedForward(x: Tensor): Tensor {
    const hidden = this.dropout.forward(this.activation(this.linear1.forward(x)));
    return this.dropout2.forward(this.linear2.forward(hidden));
  }
}
