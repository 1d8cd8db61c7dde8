import { flag, fraction, instanceOf, nullable, size, type Kinds } from "../../arguments.ts";
import { maskKind, type Mask } from "./attentionMask.ts";
import { KeyValueCache } from "./keyValueCache.ts";
import { RotaryEmbedding } from "./rotaryEmbedding.ts";

export interface MultiheadAttentionOptions {
  /** Applied to the attention weights. */
  dropout?: number;
  bias?: boolean;
  /** Features of key and value where they differ from the query's. */
  kdim?: number;
  vdim?: number;
  /** [B, N, C] (here the default) or [N, B, C] (PyTorch's). */
  batchFirst?: boolean;
  /** Key and value heads, each shared by numHeads / numKvHeads query heads (grouped-query attention); numHeads by default. */
  numKvHeads?: number;
  /** Features of each head; embedDim / numHeads by default. */
  headDim?: number;
  /** Turns queries and keys by their positions. */
  rotary?: RotaryEmbedding | null;
}

export interface MultiheadAttentionInput {
  /** Boolean [B, S] ([S] where the inputs have no B): true hides a key from every query. Float: is added to the scores. */
  keyPaddingMask?: Mask | null | undefined;
  /** [L, S] or [B * numHeads, L, S]. Boolean: true forbids (the opposite of scaledDotProductAttention's, as in PyTorch). Float: is added to the scores. */
  attnMask?: Mask | null | undefined;
  /** A query sees its own position and those before it. */
  isCausal?: boolean | undefined;
  /** Whether to return the weights too. */
  needWeights?: boolean | undefined;
  /** Whether the weights are averaged over the heads. */
  averageAttnWeights?: boolean | undefined;
  /** Keeps keys and values for the next call, whose inputs are then only the new tokens. */
  cache?: KeyValueCache | null | undefined;
}

/** What one call of an attention module may read. */
export interface AttentionFacts {
  readonly heads: number;
  readonly kvHeads: number;
  readonly mask: "causal" | "none" | "custom";
  readonly cross: boolean;
}

export const optionKinds: Kinds<MultiheadAttentionOptions> = {
  dropout: fraction,
  bias: flag,
  kdim: size,
  vdim: size,
  batchFirst: flag,
  numKvHeads: size,
  headDim: size,
  rotary: nullable(instanceOf("a RotaryEmbedding", RotaryEmbedding)),
};

export const inputKinds: Kinds<MultiheadAttentionInput> = {
  keyPaddingMask: maskKind,
  attnMask: maskKind,
  isCausal: flag,
  needWeights: flag,
  averageAttnWeights: flag,
  cache: nullable(instanceOf("a KeyValueCache", KeyValueCache)),
};
