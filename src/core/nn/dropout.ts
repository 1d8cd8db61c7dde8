import type { Tensor } from "../tensor.ts";
import * as F from "./functional/index.ts";
import { Module } from "./module.ts";

/** In training sets each element to 0 with probability `p` and divides the others by 1 - p; in eval passes everything. */
export class Dropout extends Module {
  readonly p: number;

  constructor(p = 0.5) {
    super();
    if (!(p >= 0 && p <= 1)) throw new RangeError(`Dropout: p must be between 0 and 1, not ${p}.`);
    this.p = p;
  }

  override forward(x: Tensor): Tensor {
    return F.dropout(x, this.p, { training: this.training });
  }

  override extraText(): string {
    return `p=${this.p}`;
  }
}
