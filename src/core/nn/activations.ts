import { checkArgument, checkOptions, oneOf, wholeNumber } from "../arguments.ts";
import type { Tensor } from "../tensor.ts";
import * as F from "./functional/index.ts";
import { Module } from "./module.ts";

/** x Φ(x) with the exact normal distribution; `approximate: "tanh"` is the form that GPT-2 was trained with. */
export class GELU extends Module {
  readonly approximate: "none" | "tanh";

  constructor(options: { approximate?: "none" | "tanh" } = {}) {
    super();
    this.approximate =
      checkOptions("GELU", options, { approximate: oneOf("none", "tanh") }).approximate ?? "none";
  }

  override forward(x: Tensor): Tensor {
    return F.gelu(x, { approximate: this.approximate });
  }

  override extraText(): string {
    return `approximate=${this.approximate}`;
  }
}

/** max(x, 0). */
export class ReLU extends Module {
  override forward(x: Tensor): Tensor {
    return F.relu(x);
  }
}

/** x sigmoid(x), also called swish. */
export class SiLU extends Module {
  override forward(x: Tensor): Tensor {
    return F.silu(x);
  }
}

export class Tanh extends Module {
  override forward(x: Tensor): Tensor {
    return F.tanh(x);
  }
}

export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return F.sigmoid(x);
  }
}

/** exp(x) over its sum along `axis`, the last one by default. */
export class Softmax extends Module {
  readonly axis: number;

  constructor(axis = -1) {
    super();
    checkArgument("Softmax", "axis", axis, wholeNumber);
    this.axis = axis;
  }

  override forward(x: Tensor): Tensor {
    return F.softmax(x, this.axis);
  }

  override extraText(): string {
    return `axis=${this.axis}`;
  }
}

/** Passes its input on. */
export class Identity extends Module {
  override forward(x: Tensor): Tensor {
    return x;
  }
}
