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
export interface DecoderLayerInput {
  tgtMask?: Mask | null | undefined;
  memoryMask?: Mask | null | undefined;
  tgtKeyPaddingMask?: Mask | null | undefined;
  memoryKeyPaddingMask?: Mask | null | undefined;
  tgtIsCausal?: boolean | undefined;
  memoryIsCausal?: boolean | undefined;
}

export const decoderInputKinds: Kinds<DecoderLayerInput> = {
  tgtMask: maskKind,
  memoryMask: maskKind,
  tgtKeyPaddingMask: maskKind,
  memoryKeyPaddingMask: maskKind,
  tgtIsCausal: flag,
  memoryIsCausal: flag,
};

/**
 * Self-attention, attention to an encoder's output and a feed-forward network, each with a residual connection and a LayerNorm over C,
 * as torch.nn.TransformerDecoderLayer: tgt [B, N, C], memory [B, S, C] -> [B, N, C]. As in PyTorch it is not causal unless told: `tgtIsCausal: true`.
 */
export class TransformerDecoderLayer extends Module {
  selfAttn: MultiheadAttention;
  multiheadAttn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;
  norm1: LayerNorm;
  norm2: LayerNorm;
  norm3: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;
  dropout3: Dropout;
  readonly normFirst: boolean;
  private readonly activation: (x: Tensor) => Tensor;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    checkArgument("TransformerDecoderLayer", "dModel", dModel, size);
    checkArgument("TransformerDecoderLayer", "nhead", nhead, size);
    checkOptions("TransformerDecoderLayer", options, layerKinds);
    const { dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, bias } = {
      ...layerDefaults,
      ...options,
    };
    const norm = () => new LayerNorm(dModel, { eps: layerNormEps, bias });
    this.selfAttn = new MultiheadAttention(dModel, nhead, { dropout, bias, batchFirst });
    this.multiheadAttn = new MultiheadAttention(dModel, nhead, { dropout, bias, batchFirst });
    this.linear1 = new Linear(dModel, dimFeedforward, { bias });
    this.dropout = new Dropout(dropout);
    this.linear2 = new Linear(dimFeedforward, dModel, { bias });
    this.norm1 = norm();
    this.norm2 = norm();
    this.norm3 = norm();
    this.dropout1 = new Dropout(dropout);
    this.dropout2 = new Dropout(dropout);
    this.dropout3 = new Dropout(dropout);
    this.normFirst = normFirst;
    this.activation = activationFunction(activation);
  }

  override forward(tgt: Tensor, memory: Tensor, input: DecoderLayerInput = {}): Tensor {
    checkTensors("TransformerDecoderLayer.forward", { tgt, memory });
    checkOptions("TransformerDecoderLayer.forward", input, decoderInputKinds);
    const { norm1, norm2, norm3, normFirst } = this;
    let x = residual(tgt, norm1, normFirst, (y) => this.attendSelf(y, input));
    x = residual(x, norm2, normFirst, (y) => this.attendMemory(y, memory, input));
    return residual(x, norm3, normFirst, (y) => this.feedForward(y));
  }

  override extraText(): string {
    return `normFirst=${this.normFirst}`;
  }

  private attendSelf(x: Tensor, { tgtMask, tgtKeyPaddingMask, tgtIsCausal }: DecoderLayerInput): Tensor {
    const [output] = this.selfAttn.forward(x, x, x, {
      attnMask: tgtMask,
      keyPaddingMask: tgtKeyPaddingMask,
      isCausal: tgtIsCausal,
      needWeights: false,
    });
    return this.dropout1.forward(output);
  }

  private attendMemory(
    x: Tensor,
    memory: Tensor,
    { memoryMask, memoryKeyPaddingMask, memoryIsCausal }: DecoderLayerInput,
  ): Tensor {
    const [output] = this.multiheadAttn.forward(x, memory, memory, {
      attnMask: memoryMask,
      keyPaddingMask: memoryKeyPaddingMask,
      isCausal: memoryIsCausal,
      needWeights: false,
    });
    return this.dropout2.forward(output);
  }

  private feedForward(x: Tensor): Tensor {
    const hidden = this.dropout.forward(this.activation(this.linear1.forward(x)));
    return this.dropout3.forward(this.linear2.forward(hidden));
  }
}
