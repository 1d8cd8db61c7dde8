import { checkOptions, notNegative, type Kind, type Kinds } from "../arguments.ts";
import { kernels, type AdamStep } from "../kernels/kernels.ts";
import type { Parameter } from "../nn/parameter.ts";
import { Optimizer } from "./optimizer.ts";
import type { ParameterSource } from "./parameterGroups.ts";

export interface AdamSettings {
  lr: number;
  betas: readonly [number, number];
  eps: number;
  weightDecay: number;
}

/** The number of updates, and the running means of the gradient and of its square. */
type AdamState = { step: number; expAvg: Float32Array; expAvgSq: Float32Array };

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
export class Adam extends Optimizer<AdamSettings, AdamState> {
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
    this.adaptiveStep(this.stateOf(parameter), values, gradient, settings, {
      decay: settings.weightDecay,
      keep: 1,
    });
  }

  /** `decay` is what is added to the gradient, as a multiple of the value; `keep` is what the value is multiplied by first. */
  protected adaptiveStep(
    state: AdamState,
    values: Float32Array,
    gradient: Float32Array,
    { lr, betas: [beta1, beta2], eps }: AdamSettings,
    { decay, keep }: Pick<AdamStep, "decay" | "keep">,
  ): void {
    state.step++;
    const { step, expAvg: first, expAvgSq: second } = state;
    const rate = lr / (1 - beta1 ** step);
    const correction = Math.sqrt(1 - beta2 ** step);
    kernels().adamStep({ values, gradient, first, second, beta1, beta2, rate, correction, eps, decay, keep });
  }

  protected override emptyState({ size }: Parameter): AdamState {
    return { step: 0, expAvg: new Float32Array(size), expAvgSq: new Float32Array(size) };
  }
}
