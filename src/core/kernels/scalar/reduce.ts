import { float32Index } from "../../float32Index.ts";
import type { Reduction } from "../kernels.ts";

/** Reduces x[start], x[start + step], ... (`length` of them) to one number, in float64. */
type Reducer = (x: Float32Array, start: number, step: number, length: number, correction: number) => number;

function sumOf(x: Float32Array, start: number, step: number, length: number): number {
  let sum = 0;
  for (let n = 0, i = start; n < length; n++, i += step) sum += x[i]!;
  return sum;
}

/** Place of the extreme element; the first of equals, and a NaN beats everything, as in NumPy. */
function argExtreme(x: Float32Array, start: number, step: number, length: number, sign: 1 | -1): number {
  let best = 0;
  let extreme = x[start]!;
  for (let n = 1, i = start + step; n < length && !Number.isNaN(extreme); n++, i += step) {
    if (sign * x[i]! > sign * extreme || Number.isNaN(x[i]!)) {
      extreme = x[i]!;
      best = n;
    }
  }
  return best;
}

function varianceOf(
  x: Float32Array,
  start: number,
  step: number,
  length: number,
  correction: number,
): number {
  const mean = sumOf(x, start, step, length) / length;
  let squares = 0;
  for (let n = 0, i = start; n < length; n++, i += step) squares += (x[i]! - mean) ** 2;
  return squares / Math.max(0, length - correction);
}

const reducers: Readonly<Record<Reduction, Reducer>> = {
  sum: sumOf,
  mean: (x, start, step, length) => sumOf(x, start, step, length) / length,
  variance: varianceOf,
  // The root before rounding: squares of 1e30 or 1e-30 have no float32.
  std: (...row) => Math.sqrt(varianceOf(...row)),
  max: (x, start, step, length) => x[start + step * argExtreme(x, start, step, length, 1)]!,
  min: (x, start, step, length) => x[start + step * argExtreme(x, start, step, length, -1)]!,
  argmax: (x, start, step, length) => float32Index("argmax", argExtreme(x, start, step, length, 1)),
  argmin: (x, start, step, length) => float32Index("argmin", argExtreme(x, start, step, length, -1)),
  norm(x, start, step, length) {
    let squares = 0;
    for (let n = 0, i = start; n < length; n++, i += step) squares += x[i]! * x[i]!;
    return Math.sqrt(squares);
  },
};

export function reduce(
  fn: Reduction,
  x: Float32Array,
  { outer, length, inner }: { readonly outer: number; readonly length: number; readonly inner: number },
  out: Float32Array,
  correction: number,
): void {
  const reducer = reducers[fn];
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++)
      out[o * inner + i] = reducer(x, o * length * inner + i, inner, length, correction);
  }
}
