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
import { arange } from "../creation.ts";
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
import type { Tensor } from "../tensor.ts";
import { Block } from "./block.ts";
import { causalInputKinds, type CausalInput } from "./causalInput.ts";
import { FeedForward } from "./feedForward.ts";
import { generate } from "./generate.ts";
import type { GenerateOptions } from "./generate.ts";
import { initWeights } from "./initWeights.ts";
import { checkHeads } from "./checkHeads.ts";
import { checkIds } from "./tokenIds.ts";
import type { Tokenizer } from "./tokenizer.ts";

export interface GPTOptions {
  vocabSize: number;
  /** The longest sequence: there is one learned vector per position. */
  blockSize: number;
  nLayer?: number;
  nHead?: number;
  nEmbd?: number;
  /** Pre-norm with a final norm (GPT-2, the default), or post-norm without one (the first GPT, and how textbooks draw it). */
  normFirst?: boolean;
  dropout?: number;
  bias?: boolean;
  layerNormEps?: number;
  /** The features within the feed-forward network; 4 nEmbd by default. */
  nInner?: number;
  /** The tanh form of GELU (GPT-2's, the default) or the exact one. */
  gelu?: "tanh" | "none";
  /** Whether the head shares its weights with the token embedding. */
  tieWeights?: boolean;
}

const optionKinds: Kinds<GPTOptions> = {
  vocabSize: required(size),
  blockSize: required(size),
  nLayer: size,
  nHead: size,
  nEmbd: size,
  normFirst: flag,
  dropout: fraction,
  bias: flag,
  layerNormEps: notNegative,
  nInner: size,
  gelu: oneOf("tanh", "none"),
  tieWeights: flag,
};

/**
 * A causal decoder in the shape of GPT-2 (Radford et al., 2019): learned positions, tanh GELU, LayerNorm over C with eps 1e-5, tied head.
 * Ids [B, N] -> logits [B, N, vocabSize]. Weights start as N(0, 0.02), those that write to the residual stream over sqrt(2 nLayer). Dropout is 0 by default.
 */
export class GPT extends Module {
  readonly vocabSize: number;
  readonly blockSize: number;
  tokenEmbedding: Embedding;
  positionEmbedding: Embedding;
  dropout: Dropout;
  blocks: ModuleList<Block>;
  finalNorm: LayerNorm | null;
  head: Linear;
  /** Comes with a model that was loaded. */
  tokenizer: Tokenizer | null = null;

  constructor(options: GPTOptions) {
    super();
    checkOptions("GPT", options, optionKinds);
    const { vocabSize, blockSize, nLayer = 12, nHead = 12, nEmbd = 768 } = options;
    const {
      normFirst = true,
      dropout = 0,
      layerNormEps = 1e-5,
      bias = true,
      tieWeights = true,
      gelu = "tanh",
    } = options;
    this.vocabSize = vocabSize;
    checkHeads("GPT", nEmbd, nHead);
    this.blockSize = blockSize;
    this.tokenEmbedding = new Embedding(vocabSize, nEmbd);
    this.positionEmbedding = new Embedding(blockSize, nEmbd);
    this.dropout = new Dropout(dropout);
    const norm = () => new LayerNorm(nEmbd, { eps: layerNormEps, bias });
    const block = () =>
      new Block({
        norm1: norm(),
        attention: new MultiheadAttention(nEmbd, nHead, { dropout, bias }),
        norm2: norm(),
        feedForward: new FeedForward(nEmbd, options.nInner ?? 4 * nEmbd, {
          activation: new GELU({ approximate: gelu }),
          bias,
        }),
        dropout,
        normFirst,
      });
    this.blocks = new ModuleList(Array.from({ length: nLayer }, block));
    this.finalNorm = normFirst ? norm() : null;
    this.head = new Linear(nEmbd, vocabSize, { bias: false });
    if (tieWeights) this.head.weight = this.tokenEmbedding.weight;
    initWeights(this, { residualLayers: nLayer });
  }

  override forward(ids: Tensor, input: CausalInput = {}): Tensor {
    const { cache = null } = checkOptions("GPT.forward", input, causalInputKinds);
    const past = cache?.length ?? 0;
    checkIds("GPT", ids, { past, positions: this.blockSize });
    const positions = arange(past, past + ids.shape[1]!);
    let x = this.tokenEmbedding.forward(ids).add(this.positionEmbedding.forward(positions));
    x = this.dropout.forward(x);
    for (const block of this.blocks) x = block.forward(x, { isCausal: true, cache });
    return this.head.forward(this.finalNorm?.forward(x) ?? x);
  }

  /** Continues ids [B, N] by up to `maxNewTokens` tokens; greedy unless a temperature is given. */
  generate(ids: Tensor, options: GenerateOptions = {}): Tensor {
    return generate(this, ids, options);
  }
}
