import { describe } from "./arguments.ts";
import { NDArray } from "./ndarray.ts";
import { formatShape, ShapeError } from "./shape.ts";

/** Numbers in nested arrays: one level per axis. */
export type Nested = number | boolean | readonly Nested[];

/** What `toArray` gives: nested arrays of numbers, a number for a scalar. */
export type NestedNumbers = number | NestedNumbers[];

/** Reads nested arrays; every level must be regular. */
export function fromNested(data: Nested): NDArray {
  const shape: number[] = [];
  for (let level: Nested | undefined = data; Array.isArray(level); level = level[0]) shape.push(level.length);
  const result = NDArray.zeros(shape);
  let next = 0;
  const visit = (value: Nested, depth: number): void => {
    if (depth < shape.length) {
      if (!Array.isArray(value) || value.length !== shape[depth])
        throw new ShapeError(
          "tensor",
          `the nested arrays are ragged: expected shape ${formatShape(shape)} throughout`,
        );
      for (const inner of value as readonly Nested[]) visit(inner, depth + 1);
    } else {
      result.data[next++] = toNumber(value, shape);
    }
  };
  visit(data, 0);
  return result;
}

function toNumber(value: Nested, shape: readonly number[]): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  if (Array.isArray(value))
    throw new ShapeError(
      "tensor",
      `the nested arrays are ragged: expected shape ${formatShape(shape)} throughout`,
    );
  throw new TypeError(`tensor: ${describe(value)} is not a number`);
}

export function toNested(x: NDArray): NestedNumbers {
  const data = x.values();
  let next = 0;
  const build = (axis: number): NestedNumbers =>
    axis === x.rank ? data[next++]! : Array.from({ length: x.shape[axis]! }, () => build(axis + 1));
  return build(0);
}
