import { arrayOf, checkArgument, count, either, size } from "../arguments.ts";
import { resolveAxis, resolveNewAxis } from "../axes.ts";
import * as ops from "../ops/index.ts";
import { differenceOf, formatShape, sameShape, ShapeError } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { checkTensors, listOfTensors } from "../tensorArguments.ts";

/** Joins tensors along an axis that they have; all other axes must agree. */
export function concat(tensors: readonly Tensor[], axis = 0): Tensor {
  const first = firstOf("concat", tensors);
  return Tensor.run(ops.concat, tensors, { axis: resolveAxis("concat", axis, first.shape) });
}

/** Joins tensors of one shape along a new axis. */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  const first = firstOf("stack", tensors);
  const other = tensors.find(({ shape }) => !sameShape(shape, first.shape));
  if (other !== undefined)
    throw new ShapeError(
      "stack",
      `shapes ${formatShape(first.shape)} and ${formatShape(other.shape)} differ (${differenceOf(first.shape, other.shape)})`,
    );
  const place = resolveNewAxis("stack", axis, first.shape);
  return concat(
    tensors.map((one) => one.unsqueeze(place)),
    place,
  );
}

/** Parts of the given length along an axis (the last may be shorter), or parts of the given lengths, as views. */
export function split(x: Tensor, lengths: number | readonly number[], axis = 0): Tensor[] {
  checkTensors("split", { x });
  checkArgument("split", "lengths", lengths, either(size, arrayOf(count, "an array of lengths")));
  const place = resolveAxis("split", axis, x.shape);
  const total = x.shape[place]!;
  const parts = typeof lengths === "number" ? equalParts(total, lengths) : lengths;
  if (parts.reduce((sum, length) => sum + length, 0) !== total)
    throw new ShapeError(
      "split",
      `lengths ${formatShape(parts)} do not add up to axis ${place} of ${formatShape(x.shape)}`,
    );
  let start = 0;
  return parts.map((length) => {
    const part = narrow(x, place, start, length);
    start += length;
    return part;
  });
}

/** `length` elements from `start` on along one axis, as a view. */
export function narrow(x: Tensor, axis: number, start: number, length: number): Tensor {
  checkTensors("narrow", { x });
  const place = resolveAxis("narrow", axis, x.shape);
  checkArgument("narrow", "start", start, count);
  checkArgument("narrow", "length", length, count);
  if (start + length > x.shape[place]!)
    throw new ShapeError(
      "narrow",
      `${start} to ${start + length} is out of range for axis ${place} of shape ${formatShape(x.shape)}`,
    );
  return x.slice(...x.shape.map((_, own) => (own === place ? ([start, start + length] as const) : null)));
}

function firstOf(op: string, tensors: readonly Tensor[]): Tensor {
  checkArgument(op, "tensors", tensors, listOfTensors);
  const [first] = tensors;
  if (first === undefined) throw new ShapeError(op, "needs at least one tensor");
  return first;
}

function equalParts(total: number, length: number): number[] {
  return Array.from({ length: Math.ceil(total / length) }, (_, i) => Math.min(length, total - i * length));
}
