import { describe } from "./arguments.ts";

/** Lengths of the axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** A shape or axis that an operation cannot take. The message starts with the operation's name. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
  constructor(op: string, message: string, options?: ErrorOptions) {
    super(`${op}: ${message}`, options);
  }
}

/** Number of elements of a tensor of this shape; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** Row-major strides, counted in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** `[2, 3]`, as it is written in a cell. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** Refuses negative, fractional and non-numeric lengths. */
export function checkShape(op: string, shape: Shape): Shape {
  if (!Array.isArray(shape))
    throw new ShapeError(op, `shape must be an array of lengths such as [2, 3], not ${describe(shape)}`);
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0)
      throw new ShapeError(op, `${String(length)} in shape ${formatShape(shape)} is not a length`);
  }
  return shape;
}
