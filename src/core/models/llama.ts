import { anything, checkOptions, flag, notNegative, required, size, type Kinds } from "../arguments.ts";
import type { RotaryOptions } from "../nn/index.ts";
import {
  Embedding,
  Linear,
  Module,
  ModuleList,
  MultiheadAttention,
  RMSNorm,
  RotaryEmbedding,
} from "../nn/index.ts";
import type { Tensor } from "../tensor.ts";
import { Block } from "./block.ts";
import { causalInputKinds, type CausalInput } from "./causalInput.ts";
import { GatedFeedForward } from "./feedForward.ts";
import { generate } from "./generate.ts";
import type { GenerateOptions } from "./generate.ts";
import { initWeights } from "./initWeights.ts";
import { checkHeads } from "./checkHeads.ts";
import { checkIds } from "./tokenIds.ts";
import type { Tokenizer } from "./tokenizer.ts";

export interface LlamaOptions {
  vocabSize: number;
  /** The longest sequence. */
  blockSize: number;
  nLayer?: number;
  nHead?: number;
  /** Key and value heads, each shared by nHead / nKvHead query heads; nHead by default. */
  nKvHead?: number;
  nEmbd?: number;
  /** Features of each head; nEmbd / nHead by default. */
  headDim?: number;
  /** The features within the feed-forward network. */
  nInner?: number;
  rmsNormEps?: number;
  rotary?: RotaryOptions;
  attentionBias?: boolean;
  feedForwardBias?: boolean;
  /** Whether the head shares its weights with the token embedding. */
  tieWeights?: boolean;
}

const optionKinds: Kinds<LlamaOptions> = {
  vocabSize: required(size),
  blockSize: required(size),
  nLayer: size,
  nHead: size,
  nKvHead: size,
  nEmbd: size,
  headDim: size,
  nInner: size,
  rmsNormEps: notNegative,
  rotary: anything,
  attentionBias: flag,
  feedForwardBias: flag,
  tieWeights: flag,
};

/**
 * A causal decoder in the shape of Llama (Touvron et al., 2023): RMSNorm over C before attention and feed-forward and at the end,
 * half-split rotary positions, gated SiLU feed-forward, no biases, optionally grouped-query attention. Ids [B, N] -> logits [B, N, vocabSize].
 */
export class Llama extends Module {
  readonly vocabSize: number;
  readonly blockSize: number;
  tokenEmbedding: Embedding;
  blocks: ModuleList<Block>;
  finalNorm: RMSNorm;
  head: Linear;
  /** Comes with a model that was loaded. */
  tokenizer: Tokenizer | null = null;

  constructor(options: LlamaOptions) {
    super();
    checkOptions("Llama", options, optionKinds);
    const { vocabSize, blockSize, nLayer = 32, nHead = 32, nEmbd = 4096, nInner = 11008 } = options;
    const { nKvHead = nHead, rmsNormEps = 1e-6, rotary = {}, tieWeights = false } = options;
    const { headDim = nEmbd / nHead, attentionBias = false, feedForwardBias = false } = options;
    if (options.headDim === undefined) checkHeads("Llama", nEmbd, nHead);
    this.vocabSize = vocabSize;
    this.blockSize = blockSize;
    this.tokenEmbedding = new Embedding(vocabSize, nEmbd);
    const norm = () => new RMSNorm(nEmbd, { eps: rmsNormEps });
    const attention = () =>
      new MultiheadAttention(nEmbd, nHead, {
        bias: attentionBias,
        numKvHeads: nKvHead,
        headDim,
        rotary: new RotaryEmbedding(headDim, rotary),
      });
    const block = () =>
      new Block({
        norm1: norm(),
        attention: attention(),
        norm2: norm(),
        feedForward: new GatedFeedForward(nEmbd, nInner, { bias: feedForwardBias }),
        dropout: 0,
        normFirst: true,
      });
    this.blocks = new ModuleList(Array.from({ length: nLayer }, block));
    this.finalNorm = norm();
    this.head = new Linear(nEmbd, vocabSize, { bias: false });
    if (tieWeights) this.head.weight = this.tokenEmbedding.weight;
    initWeights(this);
  }

  override forward(ids: Tensor, input: CausalInput = {}): Tensor {
    const { cache = null } = checkOptions("Llama.forward", input, causalInputKinds);
    checkIds("Llama", ids, { past: cache?.length ?? 0, positions: this.blockSize });
    let x = this.tokenEmbedding.forward(ids);
    for (const block of this.blocks) x = block.forward(x, { isCausal: true, cache });
    return this.head.forward(this.finalNorm.forward(x));
  }

  /** Continues ids [B, N] by up to `maxNewTokens` tokens; greedy unless a temperature is given. */
  generate(ids: Tensor, options: GenerateOptions = {}): Tensor {
    return generate(this, ids, options);
  }
}
