import type { Parameter } from "../nn/parameter.ts";
import { Adam } from "./adam.ts";
import type { AdamSettings } from "./adam.ts";
import type { ParameterSource } from "./parameterGroups.ts";

/** AdamW (Loshchilov and Hutter, 2019) as torch.optim.AdamW: the weights decay by lr * weightDecay on their own, apart from the gradient; weightDecay is 0.01 by default. */
export class AdamW extends Adam {
  constructor(parameters: ParameterSource<AdamSettings>, options: Partial<AdamSettings> = {}) {
    super(parameters, typeof options === "object" ? { weightDecay: 1e-2, ...options } : options);
  }

  protected override update(
    parameter: Parameter,
    values: Float32Array,
    gradient: Float32Array,
    settings: AdamSettings,
  ): void {
    const keep = 1 - settings.lr * settings.weightDecay;
    this.adaptiveStep(this.stateOf(parameter), values, gradient, settings, { decay: 0, keep });
  }
}
