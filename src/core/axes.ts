import { describe } from "./arguments.ts";
import { formatShape, ShapeError, type Shape } from "./shape.ts";

/** One axis counted from the front; negative axes count from the back, as in NumPy. */
export function resolveAxis(op: string, axis: number, shape: Shape): number {
  const rank = shape.length;
  if (typeof axis !== "number")
    throw new ShapeError(
      op,
      `axis must be a number, not ${describe(axis)}; the shape is ${formatShape(shape)}`,
    );
  const resolved = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= rank) {
    const range = rank === 0 ? "a scalar has no axes" : `axes run from ${-rank} to ${rank - 1}`;
    throw new ShapeError(
      op,
      `axis ${String(axis)} is out of range for shape ${formatShape(shape)}: ${range}`,
    );
  }
  return resolved;
}

/** The place of a new axis, counted from the front; -1 puts it last. */
export function resolveNewAxis(op: string, axis: number, shape: Shape): number {
  const rank = shape.length;
  const resolved = axis < 0 ? axis + rank + 1 : axis;
  if (!Number.isInteger(axis) || resolved < 0 || resolved > rank)
    throw new ShapeError(
      op,
      `a new axis of shape ${formatShape(shape)} may be ${-rank - 1} to ${rank}, not ${describe(axis)}`,
    );
  return resolved;
}

/** Axes counted from the front, ascending and each once; none given means all. */
export function resolveAxes(op: string, axis: number | readonly number[] | null, shape: Shape): number[] {
  if (axis === null) return shape.map((_, index) => index);
  if (typeof axis !== "number" && !Array.isArray(axis))
    throw new ShapeError(
      op,
      `axis must be a number or an array of numbers, not ${describe(axis)}; the shape is ${formatShape(shape)}`,
    );
  const axes = (typeof axis === "number" ? [axis] : axis).map((one) => resolveAxis(op, one, shape));
  const sorted = [...axes].sort((a, b) => a - b);
  const repeated = sorted.find((one, index) => one === sorted[index + 1]);
  if (repeated !== undefined)
    throw new ShapeError(op, `axis ${repeated} is named twice for shape ${formatShape(shape)}`);
  return sorted;
}

/** The shape left by reducing `axes` (ascending): length 1 each with keepdims, else gone. */
export function reducedShape(shape: Shape, axes: readonly number[], keepdims: boolean): number[] {
  if (keepdims) return shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  return shape.filter((_, axis) => !axes.includes(axis));
}
