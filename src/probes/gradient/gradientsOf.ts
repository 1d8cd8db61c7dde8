import { Tensor } from "../../core/index.ts";
import type { Module } from "../../core/index.ts";
import { HeldState } from "../heldState.ts";

export interface Gradients {
  /** The loss. */
  readonly value: number;
  /** The gradient of each parameter; null for one that the loss does not reach. */
  readonly gradients: ReadonlyMap<Tensor, Tensor | null>;
}

/** One forward and backward pass that leaves the model as it was. */
export function gradientsOf(model: Module, loss: () => Tensor): Gradients {
  const parameters = model.parameters();
  const before = parameters.map(({ grad }) => grad);
  const state = new HeldState();
  try {
    for (const parameter of parameters) parameter.grad = null;
    const value: unknown = state.run(loss);
    if (!(value instanceof Tensor) || value.size !== 1 || !value.requiresGrad)
      throw new TypeError(
        "gradientFlow needs a loss that returns a scalar tensor made from the model's parameters.",
      );
    value.backward();
    return {
      value: value.item(),
      gradients: new Map(parameters.map((parameter) => [parameter, parameter.grad])),
    };
  } finally {
    parameters.forEach((parameter, i) => (parameter.grad = before[i]!));
    state.release();
  }
}
