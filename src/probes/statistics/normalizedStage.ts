import { nn } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";
import type { NormCall } from "../normCalls.ts";
import { groupMoments } from "./groupMoments.ts";
import { knownFormulas, normalizedBy, usualFormula } from "./normFormulas.ts";

/** What lies between the two stages of a normalisation. */
export interface NormalizedStage {
  /** Divided by sqrt(var + eps), scale and shift not yet applied; null where that cannot be known. */
  readonly values: Float32Array | null;
  /** What the layer multiplies by: its weight, or 1 + weight as in Gemma, whichever gives its output. */
  readonly scale: Tensor | null;
  readonly shift: Tensor | null;
}

/**
 * Recomputed in float64 from the input and the reduced axes; for grouped or stored statistics the scale and shift are taken
 * off the output instead. A user's own norm may follow any formula: the one counts that gives its recorded output, and where
 * none does, as for an L2 norm, the stage is unknown.
 */
export function normalizedStage(call: NormCall): NormalizedStage {
  const { input, axes, eps, isStored, module, scale, shift } = call;
  const isGrouped = module !== null && ((module as { numGroups?: number }).numGroups ?? 1) > 1;
  if (isStored || isGrouped) return { values: withoutAffine(call), scale, shift };
  if (axes.length === 0 || eps === null) return { values: null, scale, shift };
  if (!isUsersOwn(call)) {
    const moments = groupMoments(input.data, input.shape, axes);
    return { values: normalizedBy(usualFormula(call.isCentered), input.data, moments, eps), scale, shift };
  }
  return fittedStage(call, eps) ?? { values: null, scale, shift };
}

/** The norms of the core are known; so is one that is a function of the core. */
function isUsersOwn({ module }: NormCall): boolean {
  return module !== null && !(Object.values(nn) as unknown[]).includes(module.constructor);
}

/** Off by more than this part of the largest output, a formula is not the layer's: float32 sums differ by far less. */
const tolerance = 1e-3;

function fittedStage(call: NormCall, eps: number): NormalizedStage | null {
  const { input, output, axes } = call;
  const moments = groupMoments(input.data, input.shape, axes);
  const affines = affinesOf(call);
  let best: NormalizedStage | null = null;
  let least = tolerance;
  for (const formula of knownFormulas) {
    const values = normalizedBy(formula, input.data, moments, eps);
    for (const affine of affines) {
      const error = relativeError(values, affine, output.data);
      if (error < least) [least, best] = [error, { values, ...affine }];
    }
  }
  return best;
}

type Affine = Pick<NormalizedStage, "scale" | "shift">;

function affinesOf({ scale, shift, output }: NormCall): Affine[] {
  const none = { scale: null, shift: null };
  const fits = (one: Tensor | null): boolean =>
    one === null || output.shape.slice(-one.rank).join() === one.shape.join();
  if ((scale === null && shift === null) || !fits(scale) || !fits(shift)) return [none];
  return [{ scale, shift }, ...(scale === null ? [] : [{ scale: scale.detach().add(1), shift }]), none];
}

/** Largest difference in units of the largest finite output; infinite where there is nothing to compare. */
function relativeError(values: Float32Array, { scale, shift }: Affine, output: Float32Array): number {
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < output.length; i++) {
    if (!Number.isFinite(output[i])) continue;
    const expected = values[i]! * at(scale, i, 1) + at(shift, i, 0);
    if (Number.isNaN(expected)) return Infinity;
    largest = Math.max(largest, Math.abs(output[i]!));
    difference = Math.max(difference, Math.abs(expected - output[i]!));
  }
  return largest === 0 ? Infinity : difference / largest;
}

/** A vector of the last axes, at a flat index of the whole. */
function at(vector: Tensor | null, index: number, otherwise: number): number {
  return vector === null ? otherwise : vector.data[index % vector.size]!;
}

function withoutAffine({ output, scale, shift }: NormCall): Float32Array | null {
  if (scale === null && shift === null) return output.data.slice();
  if (scale?.data.includes(0) === true) return null;
  const channels = (scale ?? shift)!.data.length;
  const inner = output.shape.slice(2).reduce((product, size) => product * size, 1);
  return output.data.map((value, i) => {
    const channel = Math.floor(i / inner) % channels;
    return (value - (shift?.data[channel] ?? 0)) / (scale?.data[channel] ?? 1);
  });
}
