import { checkArgument, checkOptions, size } from "../../arguments.ts";
import { zeros } from "../../creation.ts";
import { explainShapes } from "../../explainShapes.ts";
import { split } from "../../functions/joining.ts";
import { formatShape, ShapeError } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensorArguments.ts";
import * as F from "../functional/index.ts";
import * as init from "../init.ts";
import { Linear } from "../linear.ts";
import { Module } from "../module.ts";
import { Parameter } from "../parameter.ts";
import { isCausalMask } from "./attentionMask.ts";
import { inputKinds, optionKinds } from "./multiheadOptions.ts";
import type {
  AttentionFacts,
  MultiheadAttentionInput,
  MultiheadAttentionOptions,
} from "./multiheadOptions.ts";
import type { RotaryEmbedding } from "./rotaryEmbedding.ts";
import { attend, attentionWeights, weightedSum } from "./scaledDotProductAttention.ts";
import { scoreBias } from "./scoreBias.ts";

/** Queries, keys and values by head: [B, H, N, D]. */
interface Heads {
  query: Tensor;
  key: Tensor;
  value: Tensor;
}

/**
 * Multi-head attention (Vaswani et al., 2017), as torch.nn.MultiheadAttention: `forward(query, key = query, value = key, options)`
 * with query [B, L, C], key [B, S, kdim] and value [B, S, vdim] (or without B) gives `[output, weights]`: [B, L, C] and [B, L, S] ([B, H, L, S] where they are not averaged, null without `needWeights`).
 * A query that may attend to nothing (all its keys masked, as in a left-padded row) gets weights of 0, so its output is the output projection's bias; PyTorch gives NaN there.
 */
export class MultiheadAttention extends Module {
  readonly embedDim: number;
  readonly numHeads: number;
  readonly numKvHeads: number;
  readonly headDim: number;
  readonly dropout: number;
  readonly batchFirst: boolean;
  /** Query, key and value projections one below the other, [(numHeads + 2 numKvHeads) headDim, C]; null where kdim or vdim differ from C. */
  inProjWeight: Parameter | null = null;
  qProjWeight: Parameter | null = null;
  kProjWeight: Parameter | null = null;
  vProjWeight: Parameter | null = null;
  inProjBias: Parameter | null;
  outProj: Linear;
  rotary: RotaryEmbedding | null;

  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    super();
    checkArgument("MultiheadAttention", "embedDim", embedDim, size);
    checkArgument("MultiheadAttention", "numHeads", numHeads, size);
    checkOptions("MultiheadAttention", options, optionKinds);
    const { dropout = 0, bias = true, batchFirst = true, numKvHeads = numHeads, rotary = null } = options;
    const headDim = options.headDim ?? embedDim / numHeads;
    if (!Number.isInteger(headDim))
      throw new RangeError(`MultiheadAttention: embedDim ${embedDim} does not split into ${numHeads} heads.`);
    if (numHeads % numKvHeads !== 0)
      throw new RangeError(
        `MultiheadAttention: ${numHeads} heads do not share ${numKvHeads} key heads evenly.`,
      );
    this.embedDim = embedDim;
    this.numHeads = numHeads;
    this.numKvHeads = numKvHeads;
    this.headDim = headDim;
    this.dropout = dropout;
    this.batchFirst = batchFirst;
    this.makeProjections(options.kdim ?? embedDim, options.vdim ?? embedDim);
    this.inProjBias = bias ? new Parameter(zeros([this.features + 2 * this.kvFeatures])) : null;
    this.outProj = new Linear(this.features, embedDim, { bias });
    this.outProj.bias?.writeData((values) => values.fill(0));
    this.rotary = rotary;
  }

  override forward(
    query: Tensor,
    key: Tensor = query,
    value: Tensor = key,
    options: MultiheadAttentionInput = {},
  ): [output: Tensor, weights: Tensor | null] {
    checkTensors("MultiheadAttention.forward", { query, key, value });
    checkOptions("MultiheadAttention.forward", options, inputKinds);
    return explainShapes("MultiheadAttention", { query, key, value }, () =>
      this.attend(query, key, value, options),
    );
  }

  private attend(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options: MultiheadAttentionInput,
  ): [output: Tensor, weights: Tensor | null] {
    const batched = query.rank === 3;
    const [q, k, v] = [query, key, value].map((x) => this.toBatchFirst(x)) as [Tensor, Tensor, Tensor];
    const heads = this.project(q, k, v);
    const offset = options.cache?.lengthFor(this) ?? 0;
    if (this.rotary !== null) {
      heads.query = this.rotary.forward(heads.query, offset);
      heads.key = this.rotary.forward(heads.key, offset);
    }
    if (options.cache != null)
      ({ keys: heads.key, values: heads.value } = options.cache.extend(this, heads.key, heads.value));
    const { mixed, weights } = this.mixValues(heads, { offset, batched }, options);
    const joined = mixed.transpose(1, 2).reshape([q.shape[0]!, q.shape[1]!, this.features]);
    const output = this.fromBatchFirst(this.outProj.forward(joined), batched);
    return [output, weights && this.shownWeights(weights, batched, options)];
  }

  /** Each head's mixture of values [B, H, L, D], and where they are wanted the weights [B, H, L, S]. */
  private mixValues(
    { query, key, value }: Heads,
    { offset, batched }: { offset: number; batched: boolean },
    options: MultiheadAttentionInput,
  ): { mixed: Tensor; weights: Tensor | null } {
    const { needWeights, attnMask = null, keyPaddingMask = null, isCausal = false } = options;
    const scale = this.headDim ** -0.5;
    const dropout = this.training ? this.dropout : 0;
    if (needWeights === false && dropout === 0 && attnMask === null && keyPaddingMask === null) {
      const mixed = attend(query, key, value, { scale, causal: isCausal ? offset : null, joinsHeads: true });
      if (mixed !== null) return { mixed, weights: null };
    }
    const [batch, heads, queries] = query.shape as [number, number, number];
    const bias = scoreBias({ batch, heads, queries, keys: key.shape[2]!, offset, batched }, options);
    const weights = attentionWeights(query, key, { bias, scale });
    const dropped = F.dropout(weights, this.dropout, { training: this.training });
    return { mixed: weightedSum(dropped, value), weights: needWeights === false ? null : weights };
  }

  /** What a call with these inputs may read. */
  attentionOf(inputs: readonly unknown[]): AttentionFacts {
    const [query, key, , options = {}] = inputs as [Tensor, Tensor?, Tensor?, MultiheadAttentionInput?];
    const { isCausal = false, attnMask = null, keyPaddingMask = null } = options;
    const causal = isCausal || (attnMask !== null && isCausalMask(attnMask));
    const mask = causal ? "causal" : attnMask === null && keyPaddingMask === null ? "none" : "custom";
    return {
      heads: this.numHeads,
      kvHeads: this.numKvHeads,
      mask,
      cross: key !== undefined && key !== query,
    };
  }

  override extraText(): string {
    const shared = this.numKvHeads === this.numHeads ? "" : `, numKvHeads=${this.numKvHeads}`;
    return `${this.embedDim}, ${this.numHeads}${shared}`;
  }

  /** Features of all query heads together. */
  private get features(): number {
    return this.numHeads * this.headDim;
  }

  private get kvFeatures(): number {
    return this.numKvHeads * this.headDim;
  }

  private makeProjections(kdim: number, vdim: number): void {
    const { embedDim, features, kvFeatures } = this;
    if (kdim === embedDim && vdim === embedDim) {
      this.inProjWeight = new Parameter(init.xavierUniform([features + 2 * kvFeatures, embedDim]));
      return;
    }
    this.qProjWeight = new Parameter(init.xavierUniform([features, embedDim]));
    this.kProjWeight = new Parameter(init.xavierUniform([kvFeatures, kdim]));
    this.vProjWeight = new Parameter(init.xavierUniform([kvFeatures, vdim]));
  }

  private project(query: Tensor, key: Tensor, value: Tensor): Heads {
    const sizes = [this.features, this.kvFeatures, this.kvFeatures];
    const weights = this.inProjWeight
      ? split(this.inProjWeight, sizes)
      : [this.qProjWeight!, this.kProjWeight!, this.vProjWeight!];
    const biases = this.inProjBias ? split(this.inProjBias, sizes) : null;
    const [q, k, v] = [query, key, value].map((x, i) =>
      this.splitHeads(F.linear(x, weights[i]!, biases?.[i] ?? null)),
    ) as [Tensor, Tensor, Tensor];
    return { query: q, key: k, value: v };
  }

  /** [B, N, H D] -> [B, H, N, D]. */
  private splitHeads(x: Tensor): Tensor {
    const [batch, length, features] = x.shape as [number, number, number];
    return x.reshape([batch, length, features / this.headDim, this.headDim]).transpose(1, 2);
  }

  private toBatchFirst(x: Tensor): Tensor {
    if (x.rank === 2) return x.unsqueeze(0);
    if (x.rank !== 3)
      throw new ShapeError(
        "MultiheadAttention",
        `inputs are [B, N, C] or [N, C], not ${formatShape(x.shape)}`,
      );
    return this.batchFirst ? x : x.transpose(0, 1);
  }

  private fromBatchFirst(x: Tensor, batched: boolean): Tensor {
    if (!batched) return x.squeeze(0);
    return this.batchFirst ? x : x.transpose(0, 1);
  }

  private shownWeights(
    weights: Tensor,
    batched: boolean,
    { averageAttnWeights = true }: MultiheadAttentionInput,
  ): Tensor {
    const shown = averageAttnWeights ? weights.mean(1) : weights;
    return batched ? shown : shown.squeeze(0);
  }
}
