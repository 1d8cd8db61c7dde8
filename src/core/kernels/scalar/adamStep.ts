import type { AdamStep } from "../kernels.ts";

export function adamStep(step: AdamStep): void {
  const { values, gradient, first, second, beta1, beta2, rate, correction, eps, decay, keep } = step;
  for (let i = 0; i < values.length; i++) {
    values[i] = values[i]! * keep;
    const g = gradient[i]! + decay * values[i]!;
    first[i] = beta1 * first[i]! + (1 - beta1) * g;
    second[i] = beta2 * second[i]! + (1 - beta2) * g * g;
    values[i] = values[i]! - (rate * first[i]!) / (Math.sqrt(second[i]!) / correction + eps);
  }
}
