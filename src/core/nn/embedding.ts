import { checkArgument, checkOptions, count, nullable, size } from "../arguments.ts";
import type { Tensor } from "../tensor.ts";
import * as F from "./functional/index.ts";
import * as init from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** A table of vectors: ids [...] -> [..., embeddingDim]. `weight` is [numEmbeddings, embeddingDim] and starts as N(0, 1), as in PyTorch. */
export class Embedding extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly paddingIdx: number | null;
  weight: Parameter;

  /** @param options.paddingIdx the id whose vector starts as zeros and gets no gradient */
  constructor(numEmbeddings: number, embeddingDim: number, options: { paddingIdx?: number | null } = {}) {
    super();
    checkArgument("Embedding", "numEmbeddings", numEmbeddings, size);
    checkArgument("Embedding", "embeddingDim", embeddingDim, size);
    const { paddingIdx = null } = checkOptions("Embedding", options, { paddingIdx: nullable(count) });
    if (paddingIdx !== null && paddingIdx >= numEmbeddings)
      throw new RangeError(
        `Embedding: paddingIdx ${paddingIdx} is not below numEmbeddings, ${numEmbeddings}`,
      );
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.paddingIdx = paddingIdx;
    this.weight = new Parameter(init.normal([numEmbeddings, embeddingDim], 0, 1));
    if (paddingIdx !== null)
      this.weight.writeData((values) =>
        values.fill(0, paddingIdx * embeddingDim, (paddingIdx + 1) * embeddingDim),
      );
  }

  /** @throws where an id is not a whole number from 0 to numEmbeddings - 1 */
  override forward(ids: Tensor): Tensor {
    return F.embedding(ids, this.weight, { paddingIdx: this.paddingIdx });
  }

  override extraText(): string {
    const padding = this.paddingIdx === null ? "" : `, paddingIdx=${this.paddingIdx}`;
    return `${this.numEmbeddings}, ${this.embeddingDim}${padding}`;
  }
}
