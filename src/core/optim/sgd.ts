import { checkOptions, flag, notNegative, type Kinds } from "../arguments.ts";
import type { Parameter } from "../nn/parameter.ts";
import { Optimizer } from "./optimizer.ts";
import type { ParameterSource } from "./parameterGroups.ts";

export interface SGDSettings {
  lr: number;
  momentum: number;
  dampening: number;
  weightDecay: number;
  nesterov: boolean;
}

type SGDState = { momentumBuffer: Float32Array };

const settingKinds: Kinds<SGDSettings> = {
  lr: notNegative,
  momentum: notNegative,
  dampening: notNegative,
  weightDecay: notNegative,
  nesterov: flag,
};

/** Stochastic gradient descent as torch.optim.SGD: weight decay is added to the gradient, momentum starts from the first gradient. */
export class SGD extends Optimizer<SGDSettings, SGDState> {
  constructor(parameters: ParameterSource<SGDSettings>, options: Partial<SGDSettings> = {}) {
    checkOptions(new.target.name, options, settingKinds);
    const { lr = 1e-3, momentum = 0, dampening = 0, weightDecay = 0, nesterov = false } = options;
    if (nesterov && (momentum <= 0 || dampening !== 0))
      throw new RangeError("SGD: nesterov needs a momentum above 0 and no dampening.");
    super(parameters, { lr, momentum, dampening, weightDecay, nesterov }, settingKinds);
  }

  protected override emptyState({ size }: Parameter): SGDState {
    return { momentumBuffer: new Float32Array(size) };
  }

  protected override update(
    parameter: Parameter,
    values: Float32Array,
    gradient: Float32Array,
    { lr, momentum, dampening, weightDecay, nesterov }: SGDSettings,
  ): void {
    const keep = this.states.has(parameter) ? 1 - dampening : 1;
    const velocity = momentum === 0 ? null : this.stateOf(parameter).momentumBuffer;
    for (let i = 0; i < values.length; i++) {
      let step = gradient[i]! + weightDecay * values[i]!;
      if (velocity !== null) {
        velocity[i] = momentum * velocity[i]! + keep * step;
        step = nesterov ? step + momentum * velocity[i]! : velocity[i]!;
      }
      values[i] = values[i]! - lr * step;
    }
  }
}
