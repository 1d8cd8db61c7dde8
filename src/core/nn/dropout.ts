import { checkArgument, fraction } from "../arguments.ts";
import type { Tensor } from "../tensor.ts";
import * as F from "./functional/index.ts";
import { Module } from "./module.ts";

/** In training sets each element to 0 with probability `p` and divides the others by 1 - p; in eval passes everything. */
export class Dropout extends Module {
  readonly p: number;

  constructor(p = 0.5) {
    super();
    checkArgument("Dropout", "p", p, fraction);
    this.p = p;
  }

  override forward(x: Tensor): Tensor {
    return F.dropout(x, this.p, { training: this.training });
  }

  override extraText(): string {
    return `p=${this.p}`;
  }
}
