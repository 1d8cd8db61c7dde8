import { checkArgument, checkOptions, flag, instanceOf, required, size } from "../arguments.ts";
import type { TensorModule } from "../nn/index.ts";
import { Linear, Module, SiLU } from "../nn/index.ts";
import type { Tensor } from "../tensor.ts";

/** project(activation(expand(x))): [B, N, C] -> [B, N, C] through `hidden` features. */
export class FeedForward extends Module {
  expand: Linear;
  activation: TensorModule;
  project: Linear;

  constructor(features: number, hidden: number, options: { activation: TensorModule; bias?: boolean }) {
    super();
    checkArgument("FeedForward", "features", features, size);
    checkArgument("FeedForward", "hidden", hidden, size);
    const { activation, bias = true } = checkOptions("FeedForward", options, {
      activation: required(instanceOf("a module", Module)),
      bias: flag,
    });
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

  constructor(features: number, hidden: number, options: { bias?: boolean } = {}) {
    super();
    checkArgument("GatedFeedForward", "features", features, size);
    checkArgument("GatedFeedForward", "hidden", hidden, size);
    const { bias = false } = checkOptions("GatedFeedForward", options, { bias: flag });
    this.gate = new Linear(features, hidden, { bias });
    this.expand = new Linear(features, hidden, { bias });
    this.project = new Linear(hidden, features, { bias });
  }

  override forward(x: Tensor): Tensor {
    return this.project.forward(this.activation.forward(this.gate.forward(x)).mul(this.expand.forward(x)));
  }
}
