import { fromNested, type Nested } from "./nested.ts";
import { NDArray } from "./ndarray.ts";
import { generator } from "./random/generator.ts";
import { checkShape, formatShape, ShapeError, sizeOf, type Shape } from "./shape.ts";
import { Storage } from "./storage.ts";
import { Tensor } from "./tensor.ts";

export interface CreationOptions {
  /** Whether `backward` shall compute a gradient for the new tensor. */
  readonly requiresGrad?: boolean;
}

/**
 * A tensor from nested arrays, whose nesting is its shape, or from a flat array and a shape. A Float32Array is taken
 * over without a copy: writing to it changes the tensor. Arrays of true and false give a tensor of dtype "bool".
 */
export function tensor(
  data: Nested | Float32Array | ArrayLike<number>,
  shape?: Shape,
  options: CreationOptions = {},
): Tensor {
  return new Tensor(arrayOf(data, shape), { ...options, dtype: isBoolean(data) ? "bool" : "float32" });
}

/** Whether the first innermost element is true or false. */
function isBoolean(data: unknown): boolean {
  return Array.isArray(data) ? isBoolean(data[0]) : typeof data === "boolean";
}

function arrayOf(data: Nested | Float32Array | ArrayLike<number>, shape?: Shape): NDArray {
  if (ArrayBuffer.isView(data)) {
    const numbers = data as Float32Array | ArrayLike<number>;
    const floats = numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
    const own = checkShape("tensor", shape ?? [floats.length]);
    if (sizeOf(own) !== floats.length)
      throw new ShapeError("tensor", `${floats.length} numbers do not fill shape ${formatShape(own)}`);
    return new NDArray(new Storage(floats, true), own);
  }
  const nested = fromNested(data as Nested);
  if (shape === undefined) return nested;
  if (sizeOf(checkShape("tensor", shape)) !== nested.size)
    throw new ShapeError("tensor", `${nested.size} numbers do not fill shape ${formatShape(shape)}`);
  return nested.reshape(shape);
}

export function zeros(shape: Shape, options?: CreationOptions): Tensor {
  return full(shape, 0, options);
}

export function ones(shape: Shape, options?: CreationOptions): Tensor {
  return full(shape, 1, options);
}

export function full(shape: Shape, value: number, options?: CreationOptions): Tensor {
  return new Tensor(NDArray.full(checkShape("full", shape), value), options);
}

/** 0, 1, ... below `stop`; or start, start + step, ... up to but without `stop`. */
export function arange(start: number, stop?: number, step = 1): Tensor {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (!Number.isFinite(length))
    throw new RangeError(`arange: cannot go from ${from} to ${to} in steps of ${step}`);
  return filled([length], (i) => from + i * step);
}

/** `count` numbers evenly spaced from `start` to `stop`, both included. */
export function linspace(start: number, stop: number, count = 50): Tensor {
  return filled([count], (i) => (i === count - 1 ? stop : start + (i * (stop - start)) / (count - 1)));
}

/** Ones on the diagonal, zeros elsewhere. */
export function eye(rows: number, columns = rows): Tensor {
  return filled([rows, columns], (i) => (Math.floor(i / columns) === i % columns ? 1 : 0));
}

/** Uniform random numbers in [0, 1); `manualSeed` makes them repeatable. */
export function rand(shape: Shape, options?: CreationOptions): Tensor {
  return filled(shape, () => generator.uniform(), options);
}

/** Standard normal random numbers; `manualSeed` makes them repeatable. */
export function randn(shape: Shape, options?: CreationOptions): Tensor {
  return filled(shape, () => generator.normal(), options);
}

/** Random whole numbers from `low` up to but without `high`. */
export function randint(low: number, high: number, shape: Shape): Tensor {
  return filled(shape, () => low + Math.floor(generator.uniform() * (high - low)));
}

function filled(shape: Shape, value: (index: number) => number, options?: CreationOptions): Tensor {
  const array = NDArray.zeros(checkShape("shape", shape));
  for (let i = 0; i < array.data.length; i++) array.data[i] = value(i);
  return new Tensor(array, options);
}
