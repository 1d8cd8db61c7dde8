import type { Tensor } from "../../core/index.ts";
import type { NormCall } from "../normCalls.ts";

/**
 * The numbers between the two stages of a normalisation: divided by sqrt(var + eps), scale and shift not yet applied.
 * Recomputed in float64 from the input and the reduced axes; for grouped or stored statistics the scale and shift are taken
 * off the output instead. null where neither is possible (an unknown eps, a scale of 0).
 */
export function normalizedValues(call: NormCall): Float32Array | null {
  const { input, axes, eps, isStored, module } = call;
  const isGrouped = module !== null && ((module as { numGroups?: number }).numGroups ?? 1) > 1;
  if (isStored || isGrouped) return withoutAffine(call);
  if (axes.length === 0 || eps === null) return null;
  return normalized(input, axes, eps, call.isCentered);
}

function normalized(input: Tensor, axes: readonly number[], eps: number, isCentered: boolean): Float32Array {
  const { data, shape } = input;
  const groups = groupNumbers(shape, axes);
  const count = groups.reduce((most, group) => Math.max(most, group), -1) + 1;
  const size = data.length / Math.max(1, count);
  const means = new Float64Array(count);
  if (isCentered) data.forEach((value, i) => (means[groups[i]!]! += value / size));
  const variances = new Float64Array(count);
  data.forEach((value, i) => (variances[groups[i]!]! += (value - means[groups[i]!]!) ** 2 / size));
  return data.map((value, i) => (value - means[groups[i]!]!) / Math.sqrt(variances[groups[i]!]! + eps));
}

/** For each element the number of the statistic that it belongs to. */
function groupNumbers(shape: readonly number[], axes: readonly number[]): Int32Array {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const strides = kept.map((size, axis) =>
    size === 1 ? 0 : kept.slice(axis + 1).reduce((product, after) => product * after, 1),
  );
  const groups = new Int32Array(shape.reduce((product, size) => product * size, 1));
  const index = shape.map(() => 0);
  let group = 0;
  for (let i = 0; i < groups.length; i++) {
    groups[i] = group;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      group += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      group -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return groups;
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
