import { checkArgument, checkOptions, positive } from "../arguments.ts";
import type { Parameter } from "../nn/parameter.ts";
import { parametersIn } from "./parameterGroups.ts";

/**
 * Scales all gradients down together so that their norm, taken over all of them as one vector, is at most `maxNorm`
 * (torch.nn.utils.clip_grad_norm_: the factor is maxNorm / (norm + 1e-6), at most 1).
 *
 * @param options.normType 2 by default; Infinity for the largest absolute value
 * @returns the norm before clipping
 */
export function clipGradNorm(
  parameters: Iterable<Parameter>,
  maxNorm: number,
  options: { normType?: number } = {},
): number {
  checkArgument("clipGradNorm", "maxNorm", maxNorm, positive);
  const { normType = 2 } = checkOptions("clipGradNorm", options, { normType: positive });
  const clipped = parametersIn("clipGradNorm", parameters).filter((parameter) => parameter.grad !== null);
  const norm = totalNorm(clipped, normType);
  const factor = maxNorm / (norm + 1e-6);
  if (factor < 1) for (const parameter of clipped) scaleGradient(parameter, factor);
  return norm;
}

/** Limits every gradient element to [-limit, limit] (torch.nn.utils.clip_grad_value_). */
export function clipGradValue(parameters: Iterable<Parameter>, limit: number): void {
  checkArgument("clipGradValue", "limit", limit, positive);
  for (const parameter of parametersIn("clipGradValue", parameters)) {
    parameter.grad?.writeData((values) => {
      for (let i = 0; i < values.length; i++) values[i] = Math.min(limit, Math.max(-limit, values[i]!));
    });
  }
}

function totalNorm(parameters: readonly Parameter[], normType: number): number {
  let total = 0;
  for (const parameter of parameters) {
    for (const value of parameter.grad!.data) {
      const size = Math.abs(value);
      if (normType === Infinity) total = Math.max(total, size);
      else total += normType === 2 ? size * size : size ** normType;
    }
  }
  return normType === Infinity ? total : total ** (1 / normType);
}

function scaleGradient(parameter: Parameter, factor: number): void {
  parameter.grad!.writeData((values) => {
    for (let i = 0; i < values.length; i++) values[i] = values[i]! * factor;
  });
}
