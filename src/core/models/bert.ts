import {
  checkOptions,
  flag,
  fraction,
  notNegative,
  oneOf,
  required,
  size,
  type Kinds,
} from "../arguments.ts";
import { arange, zeros } from "../creation.ts";
import type { Mask } from "../nn/index.ts";
import {
  Dropout,
  Embedding,
  GELU,
  LayerNorm,
  Linear,
  Module,
  ModuleList,
  MultiheadAttention,
} from "../nn/index.ts";
import { maskKind } from "../nn/attention/attentionMask.ts";
import { formatShape, sameShape, ShapeError } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { aTensorOrNull } from "../tensorArguments.ts";
import { Block } from "./block.ts";
import { FeedForward } from "./feedForward.ts";
import { initWeights } from "./initWeights.ts";
import { checkHeads } from "./checkHeads.ts";
import { checkIds } from "./tokenIds.ts";
import type { Tokenizer } from "./tokenizer.ts";

export interface BERTOptions {
  vocabSize: number;
  /** The longest sequence: there is one learned vector per position. */
  blockSize?: number;
  nLayer?: number;
  nHead?: number;
  nEmbd?: number;
  /** The features within the feed-forward network; 4 nEmbd by default. */
  nInner?: number;
  /** Kinds of tokens (sentence A and B). */
  typeVocabSize?: number;
  layerNormEps?: number;
  /** The exact form of GELU (BERT's, the default) or the tanh form. */
  gelu?: "tanh" | "none";
  dropout?: number;
  /** Whether `forward` gives the masked-word logits; without it, the hidden states. */
  head?: boolean;
}

export interface BERTInput {
  /** 0 for sentence A, 1 for sentence B, [B, N]; all 0 by default. */
  tokenTypeIds?: Tensor | null;
  /** Boolean [B, N]: true hides a padding token from all others. */
  keyPaddingMask?: Mask | null;
}

const optionKinds: Kinds<BERTOptions> = {
  vocabSize: required(size),
  blockSize: size,
  nLayer: size,
  nHead: size,
  nEmbd: size,
  nInner: size,
  typeVocabSize: size,
  layerNormEps: notNegative,
  gelu: oneOf("tanh", "none"),
  dropout: fraction,
  head: flag,
};

const inputKinds: Kinds<BERTInput> = { tokenTypeIds: aTensorOrNull, keyPaddingMask: maskKind };

/**
 * A bidirectional encoder in the shape of BERT (Devlin et al., 2018): post-norm with eps 1e-12, exact GELU, learned positions and token types.
 * Ids [B, N] -> logits [B, N, vocabSize] over the masked words, or hidden states [B, N, C] without a head. Dropout is 0 by default.
 */
export class BERT extends Module {
  readonly blockSize: number;
  tokenEmbedding: Embedding;
  positionEmbedding: Embedding;
  typeEmbedding: Embedding;
  embeddingNorm: LayerNorm;
  dropout: Dropout;
  blocks: ModuleList<Block>;
  head: MaskedWordHead | null;
  /** Comes with a model that was loaded. */
  tokenizer: Tokenizer | null = null;

  constructor(options: BERTOptions) {
    super();
    checkOptions("BERT", options, optionKinds);
    const { vocabSize, blockSize = 512, nLayer = 12, nHead = 12, nEmbd = 768 } = options;
    const {
      nInner = 4 * nEmbd,
      typeVocabSize = 2,
      layerNormEps: eps = 1e-12,
      dropout = 0,
      head = true,
    } = options;
    const activation = () => new GELU({ approximate: options.gelu ?? "none" });
    checkHeads("BERT", nEmbd, nHead);
    this.blockSize = blockSize;
    this.tokenEmbedding = new Embedding(vocabSize, nEmbd);
    this.positionEmbedding = new Embedding(blockSize, nEmbd);
    this.typeEmbedding = new Embedding(typeVocabSize, nEmbd);
    this.embeddingNorm = new LayerNorm(nEmbd, { eps });
    this.dropout = new Dropout(dropout);
    const block = () =>
      new Block({
        norm1: new LayerNorm(nEmbd, { eps }),
        attention: new MultiheadAttention(nEmbd, nHead, { dropout }),
        norm2: new LayerNorm(nEmbd, { eps }),
        feedForward: new FeedForward(nEmbd, nInner, { activation: activation() }),
        dropout,
        normFirst: false,
      });
    this.blocks = new ModuleList(Array.from({ length: nLayer }, block));
    this.head = head ? new MaskedWordHead(nEmbd, vocabSize, { eps, activation: activation() }) : null;
    if (this.head !== null) this.head.output.weight = this.tokenEmbedding.weight;
    initWeights(this);
  }

  override forward(ids: Tensor, input: BERTInput = {}): Tensor {
    const hidden = this.encode(ids, input);
    return this.head?.forward(hidden) ?? hidden;
  }

  /** The last hidden states [B, N, C]. */
  encode(ids: Tensor, input: BERTInput = {}): Tensor {
    const { tokenTypeIds = null, keyPaddingMask = null } = checkOptions("BERT.forward", input, inputKinds);
    checkIds("BERT", ids, { positions: this.blockSize });
    if (tokenTypeIds !== null && !sameShape(tokenTypeIds.shape, ids.shape))
      throw new ShapeError(
        "BERT",
        `tokenTypeIds must have the shape of the ids, ${formatShape(ids.shape)}, not ${formatShape(tokenTypeIds.shape)}`,
      );
    const types = tokenTypeIds ?? zeros(ids.shape);
    let x = this.tokenEmbedding
      .forward(ids)
      .add(this.typeEmbedding.forward(types))
      .add(this.positionEmbedding.forward(arange(ids.shape[1]!)));
    x = this.dropout.forward(this.embeddingNorm.forward(x));
    for (const block of this.blocks) x = block.forward(x, { keyPaddingMask });
    return x;
  }
}

/** output(norm(gelu(dense(x)))): what BERT was pre-trained with; the output matrix is the token embedding. */
export class MaskedWordHead extends Module {
  dense: Linear;
  activation: GELU;
  norm: LayerNorm;
  output: Linear;

  constructor(features: number, vocabSize: number, { eps, activation }: { eps: number; activation: GELU }) {
    super();
    this.activation = activation;
    this.dense = new Linear(features, features);
    this.norm = new LayerNorm(features, { eps });
    this.output = new Linear(features, vocabSize);
  }

  override forward(x: Tensor): Tensor {
    return this.output.forward(this.norm.forward(this.activation.forward(this.dense.forward(x))));
  }
}
