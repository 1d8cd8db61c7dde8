import { resolveAxis } from "../axes.ts";
import * as ops from "../ops/index.ts";
import { formatShape, ShapeError } from "../shape.ts";
import { Tensor } from "../tensor.ts";

/** Joins tensors along an axis that they have; all other axes must agree. */
export function concat(tensors: readonly Tensor[], axis = 0): Tensor {
  const [first] = tensors;
  if (first === undefined) throw new ShapeError("concat", "needs at least one tensor");
  return Tensor.run(ops.concat, tensors, { axis: resolveAxis("concat", axis, first.shape) });
}

/** Joins tensors of one shape along a new axis. */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  const [first] = tensors;
  if (first === undefined) throw new ShapeError("stack", "needs at least one tensor");
  const place = resolveAxis("stack", axis, [...first.shape, 1]);
  return concat(
    tensors.map((one) => one.unsqueeze(place)),
    place,
  );
}

/** Parts of the given length along an axis (the last may be shorter), or parts of the given lengths, as views. */
export function split(x: Tensor, lengths: number | readonly number[], axis = 0): Tensor[] {
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
  const place = resolveAxis("narrow", axis, x.shape);
  if (start < 0 || length < 0 || start + length > x.shape[place]!)
    throw new ShapeError(
      "narrow",
      `${start} to ${start + length} is out of range for axis ${place} of shape ${formatShape(x.shape)}`,
    );
  return x.slice(...x.shape.map((_, own) => (own === place ? ([start, start + length] as const) : null)));
}

function equalParts(total: number, length: number): number[] {
  if (!Number.isInteger(length) || length < 1) throw new ShapeError("split", `${length} is not a length`);
  return Array.from({ length: Math.ceil(total / length) }, (_, i) => Math.min(length, total - i * length));
}
