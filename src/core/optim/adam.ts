import { checkOptions, notNegative, type Kind, type Kinds } from "../arguments.ts";
import type { Parameter } from "../nn/parameter.ts";
import { Optimizer } from "./optimizer.ts";
import type { ParameterSource } from "./optimizer.ts";

export interface AdamSettings {
  lr: number;
  betas: readonly [number, number];
  eps: number;
  weightDecay: number;
}

interface Moments {
  steps: number;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

const beta: Kind = {
  expected: "two numbers [beta1, beta2], each at least 0 and below 1",
  accepts: (value) =>
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((one) => typeof one === "number" && one >= 0 && one < 1),
};
const settingKinds: Kinds<AdamSettings> = {
  lr: notNegative,
  betas: beta,
  eps: notNegative,
  weightDecay: notNegative,
};

/** Adam (Kingma and Ba, 2015) as torch.optim.Adam: weight decay is added to the gradient, eps to the corrected square root. */
export class Adam extends Optimizer<AdamSettings> {
  private readonly moments = new Map<Parameter, Moments>();

  constructor(parameters: ParameterSource<AdamSettings>, options: Partial<AdamSettings> = {}) {
    checkOptions(new.target.name, options, settingKinds);
    const { lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0 } = options;
    super(parameters, { lr, betas, eps, weightDecay }, settingKinds);
  }

  protected override update(
    parameter: Parameter,
    values: Float32Array,
    gradient: Float32Array,
    settings: AdamSettings,
  ): void {
    this.adaptiveStep(this.momentsOf(parameter), values, gradient, settings, settings.weightDecay);
  }

  /** @param decay what is added to the gradient, as a multiple of the value */
  protected adaptiveStep(
    moments: Moments,
    values: Float32Array,
    gradient: Float32Array,
    { lr, betas: [beta1, beta2], eps }: AdamSettings,
    decay: number,
  ): void {
    const { first, second } = moments;
    moments.steps++;
    const rate = lr / (1 - beta1 ** moments.steps);
    const correction = Math.sqrt(1 - beta2 ** moments.steps);
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i]! + decay * values[i]!;
      first[i] = beta1 * first[i]! + (1 - beta1) * g;
      second[i] = beta2 * second[i]! + (1 - beta2) * g * g;
      values[i] = values[i]! - (rate * first[i]!) / (Math.sqrt(second[i]!) / correction + eps);
    }
  }

  protected momentsOf(parameter: Parameter): Moments {
    const known = this.moments.get(parameter);
    if (known !== undefined) return known;
    const size = parameter.data.length;
    const moments = { steps: 0, first: new Float32Array(size), second: new Float32Array(size) };
    this.moments.set(parameter, moments);
    return moments;
  }
}
