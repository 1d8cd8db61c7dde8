import { checkOptions, flag, notNegative, type Kinds } from "../arguments.ts";
import type { Parameter } from "../nn/parameter.ts";
import { Optimizer } from "./optimizer.ts";
import type { ParameterSource } from "./optimizer.ts";

export interface SGDSettings {
  lr: number;
  momentum: number;
  dampening: number;
  weightDecay: number;
  nesterov: boolean;
}

const settingKinds: Kinds<SGDSettings> = {
  lr: notNegative,
  momentum: notNegative,
  dampening: notNegative,
  weightDecay: notNegative,
  nesterov: flag,
};

/** Stochastic gradient descent as torch.optim.SGD: weight decay is added to the gradient, momentum starts from the first gradient. */
export class SGD extends Optimizer<SGDSettings> {
  private readonly velocities = new Map<Parameter, Float32Array>();

  constructor(parameters: ParameterSource<SGDSettings>, options: Partial<SGDSettings> = {}) {
    checkOptions(new.target.name, options, settingKinds);
    const { lr = 1e-3, momentum = 0, dampening = 0, weightDecay = 0, nesterov = false } = options;
    if (nesterov && (momentum <= 0 || dampening !== 0))
      throw new RangeError("SGD: nesterov needs a momentum above 0 and no dampening.");
    super(parameters, { lr, momentum, dampening, weightDecay, nesterov }, settingKinds);
  }

  protected override update(
    parameter: Parameter,
    values: Float32Array,
    gradient: Float32Array,
    { lr, momentum, dampening, weightDecay, nesterov }: SGDSettings,
  ): void {
    const previous = this.velocities.get(parameter);
    const velocity = previous ?? new Float32Array(momentum === 0 ? 0 : values.length);
    if (momentum !== 0) this.velocities.set(parameter, velocity);
    const keep = previous === undefined ? 1 : 1 - dampening;
    for (let i = 0; i < values.length; i++) {
      let step = gradient[i]! + weightDecay * values[i]!;
      if (momentum !== 0) {
        velocity[i] = momentum * velocity[i]! + keep * step;
        step = nesterov ? step + momentum * velocity[i]! : velocity[i]!;
      }
      values[i] = values[i]! - lr * step;
    }
  }
}
