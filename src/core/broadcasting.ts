import { formatShape, ShapeError, type Shape } from "./shape.ts";

/**
 * The common shape of operands under NumPy's rule: shapes are aligned at the right, a length of 1 stretches.
 * Throws a ShapeError that names the operation, all shapes and the axis.
 */
export function broadcastShapes(op: string, ...shapes: readonly Shape[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    const shift = rank - shape.length;
    for (let axis = 0; axis < shape.length; axis++) {
      const length = shape[axis]!;
      if (length === 1) continue;
      if (result[axis + shift] !== 1 && result[axis + shift] !== length)
        throw new ShapeError(op, explain(shapes, axis + shift, result[axis + shift]!, length));
      result[axis + shift] = length;
    }
  }
  return result;
}

/** Axes are counted from the back where the shapes have not equally many. */
function explain(shapes: readonly Shape[], axis: number, one: number, other: number): string {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const named = shapes.every((shape) => shape.length === rank) ? axis : axis - rank;
  return `shapes ${shapes.map(formatShape).join(" and ")} do not broadcast (axis ${named}: ${one} and ${other})`;
}

/** Strides that make an array of `shape` look like `target`: 0 along every stretched axis. */
export function broadcastStrides(shape: Shape, strides: readonly number[], target: Shape): number[] {
  const shift = target.length - shape.length;
  return target.map((length, axis) => {
    const own = axis - shift;
    return own < 0 || (shape[own] === 1 && length !== 1) ? 0 : strides[own]!;
  });
}
