import type { TensorModule } from "../nn/index.ts";
import { Linear, Module, SiLU } from "../nn/index.ts";
import type { Tensor } from "../tensor.ts";

/** project(activation(expand(x))): [B, N, C] -> [B, N, C] through `hidden` features. */
export class FeedForward extends Module {
  expand: Linear;
  activation: TensorModule;
  project: Linear;

  constructor(
    features: number,
    hidden: number,
    { activation, bias = true }: { activation: TensorModule; bias?: boolean },
  ) {
    super();
    this.expand = new Linear(features, hidden, { bias });
    this.activation = activation;
    this.project = new Linear(hidden, features, { bias });
  }

  override forward(x: Tensor): Tensor {
    return this.project.forward(this.activation.forward(this.expand.forward(x)));
  }
}

/** project(silu(gate(x)) * expand(x)), the gated form of Llama (Shazeer, "GLU Variants Improve Transformer", 2020). */
export class GatedFeedForward extends Module {
  gate: Linear;
  expand: Linear;
  activation = new SiLU();
  project: Linear;

  constructor(features: number, hidden: number, { bias = false }: { bias?: boolean } = {}) {
    super();
    this.gate = new Linear(features, hidden, { bias });
    this.expand = new Linear(features, hidden, { bias });
    this.project = new Linear(hidden, features, { bias });
  }

  override forward(x: Tensor): Tensor {
    return this.project.forward(this.activation.forward(this.gate.forward(x)).mul(this.expand.forward(x)));
  }
}
