import {
  checkArgument,
  checkOptions,
  count,
  describe,
  finite,
  flag,
  anyNumber,
  wholeNumber,
  type Kinds,
} from "./arguments.ts";
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

const optionKinds: Kinds<CreationOptions> = { requiresGrad: flag };

/**
 * A tensor from nested arrays, whose nesting is its shape, or from a flat array and a shape. A Float32Array is taken
 * over without a copy: writing to it changes the tensor. Arrays of true and false give a tensor of dtype "bool".
 */
export function tensor(
  data: Nested | Float32Array | ArrayLike<number>,
  shape?: Shape,
  options: CreationOptions = {},
): Tensor {
  const { requiresGrad = false } = checkOptions("tensor", options, optionKinds);
  return new Tensor(arrayOf(data, shape), { requiresGrad, dtype: isBoolean(data) ? "bool" : "float32" });
}

/** Whether all innermost elements are true or false; a number among them makes numbers of them all, as in NumPy. */
function isBoolean(data: unknown): boolean {
  return Array.isArray(data) ? data.length > 0 && data.every(isBoolean) : typeof data === "boolean";
}

function arrayOf(data: Nested | Float32Array | ArrayLike<number>, shape?: Shape): NDArray {
  if (ArrayBuffer.isView(data)) {
    refuseOtherViews(data);
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

/** Views of memory that are not arrays of numbers. */
function refuseOtherViews(data: ArrayBufferView): void {
  const bigints = data instanceof BigInt64Array || data instanceof BigUint64Array;
  if (!bigints && !(data instanceof DataView)) return;
  const wayOut = bigints
    ? "Float32Array.from(data, Number) converts its bigints"
    : "new Float32Array(view.buffer) reads its bytes as numbers";
  throw new TypeError(`tensor: the data must be numbers, not ${describe(data)}; ${wayOut}`);
}

export function zeros(shape: Shape, options?: CreationOptions): Tensor {
  return constant("zeros", shape, 0, options);
}

export function ones(shape: Shape, options?: CreationOptions): Tensor {
  return constant("ones", shape, 1, options);
}

export function full(shape: Shape, value: number, options?: CreationOptions): Tensor {
  checkArgument("full", "value", value, anyNumber);
  return constant("full", shape, value, options);
}

function constant(op: string, shape: Shape, value: number, options: CreationOptions = {}): Tensor {
  return new Tensor(NDArray.full(checkShape(op, shape), value), checkOptions(op, options, optionKinds));
}

/** 0, 1, ... below `stop`; or start, start + step, ... up to but without `stop`. */
export function arange(start: number, stop?: number, step = 1): Tensor {
  checkArgument("arange", "start", start, finite);
  checkArgument("arange", "stop", stop ?? 0, finite);
  checkArgument("arange", "step", step, finite);
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (!Number.isFinite(length))
    throw new RangeError(`arange: cannot go from ${from} to ${to} in steps of ${step}`);
  return filled("arange", [length], (i) => from + i * step);
}

/** `length` numbers evenly spaced from `start` to `stop`, both included. */
export function linspace(start: number, stop: number, length = 50): Tensor {
  checkArgument("linspace", "start", start, finite);
  checkArgument("linspace", "stop", stop, finite);
  checkArgument("linspace", "length", length, count);
  return filled("linspace", [length], (i) =>
    i > 0 && i === length - 1 ? stop : start + (i * (stop - start)) / Math.max(1, length - 1),
  );
}

/** Ones on the diagonal, zeros elsewhere. */
export function eye(rows: number, columns = rows): Tensor {
  checkArgument("eye", "rows", rows, count);
  checkArgument("eye", "columns", columns, count);
  return filled("eye", [rows, columns], (i) => (Math.floor(i / columns) === i % columns ? 1 : 0));
}

/** Uniform random numbers in [0, 1); `manualSeed` makes them repeatable. */
export function rand(shape: Shape, options?: CreationOptions): Tensor {
  return filled("rand", shape, () => generator.uniform(), options);
}

/** Standard normal random numbers; `manualSeed` makes them repeatable. */
export function randn(shape: Shape, options?: CreationOptions): Tensor {
  return filled("randn", shape, () => generator.normal(), options);
}

/** Random whole numbers from `low` up to but without `high`. */
export function randint(low: number, high: number, shape: Shape): Tensor {
  checkArgument("randint", "low", low, wholeNumber);
  checkArgument("randint", "high", high, wholeNumber);
  if (high <= low)
    throw new RangeError(`randint: there is no whole number from ${low} up to but without ${high}`);
  return filled("randint", shape, () => low + Math.floor(generator.uniform() * (high - low)));
}

function filled(
  op: string,
  shape: Shape,
  value: (index: number) => number,
  options: CreationOptions = {},
): Tensor {
  const array = NDArray.zeros(checkShape(op, shape));
  checkOptions(op, options, optionKinds);
  for (let i = 0; i < array.data.length; i++) array.data[i] = value(i);
  return new Tensor(array, options);
}
