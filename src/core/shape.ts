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

/** Where two shapes differ first, for errors: "axis 1: 3 and 4"; an axis that need not agree may be left out. */
export function differenceOf(a: Shape, b: Shape, except?: number): string {
  if (a.length !== b.length) return `${a.length} and ${b.length} axes`;
  const axis = a.findIndex((length, own) => own !== except && length !== b[own]);
  return `axis ${axis}: ${a[axis]} and ${b[axis]}`;
}

/** `[2, 3]`, as it is written in a cell. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** Refuses negative, fractional and non-numeric lengths; with `open`, -1 may stand for one length that is to be found. */
export function checkShape(op: string, shape: Shape, open = false): Shape {
  if (!Array.isArray(shape))
    throw new ShapeError(op, `shape must be an array of lengths such as [2, 3], not ${describe(shape)}`);
  for (const length of shape) {
    if (open && length === -1) continue;
    if (!Number.isSafeInteger(length) || length < 0)
      throw new ShapeError(op, `${String(length)} in shape ${formatShape(shape)} is not a length`);
  }
  if (open && shape.indexOf(-1) !== shape.lastIndexOf(-1))
    throw new ShapeError(op, `shape ${formatShape(shape)} leaves more than one length open with -1`);
  return shape;
}
