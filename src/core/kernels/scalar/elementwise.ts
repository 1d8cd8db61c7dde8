import type { BinaryFunction, Strided, UnaryDerivative, UnaryFunction } from "../kernels.ts";
import { forEachLane, fuseAxes } from "./lanes.ts";

export function map(fn: UnaryFunction, x: Float32Array, out: Float32Array): void {
  const { f } = fn;
  for (let i = 0; i < out.length; i++) out[i] = f(x[i]!);
}

export function mapGradient(
  fn: UnaryDerivative,
  x: Float32Array,
  y: Float32Array,
  grad: Float32Array,
  out: Float32Array,
): void {
  const { derivative } = fn;
  for (let i = 0; i < out.length; i++) out[i] = grad[i]! * derivative(x[i]!, y[i]!);
}

/** One run along the last axis: where it starts in each buffer and how far apart its elements are. */
interface Run {
  readonly out: Float32Array;
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly length: number;
  readonly aStep: number;
  readonly bStep: number;
}

type Loop = (run: Run, to: number, i: number, j: number) => void;

// The four arithmetic loops are written out: a call per element through `f` is several times slower.
const loops: Readonly<Record<string, Loop>> = {
  add({ out, a, b, length, aStep, bStep }, to, i, j) {
    for (let n = 0; n < length; n++, i += aStep, j += bStep) out[to + n] = a[i]! + b[j]!;
  },
  sub({ out, a, b, length, aStep, bStep }, to, i, j) {
    for (let n = 0; n < length; n++, i += aStep, j += bStep) out[to + n] = a[i]! - b[j]!;
  },
  mul({ out, a, b, length, aStep, bStep }, to, i, j) {
    for (let n = 0; n < length; n++, i += aStep, j += bStep) out[to + n] = a[i]! * b[j]!;
  },
  div({ out, a, b, length, aStep, bStep }, to, i, j) {
    for (let n = 0; n < length; n++, i += aStep, j += bStep) out[to + n] = a[i]! / b[j]!;
  },
};

function loopOf({ f }: BinaryFunction): Loop {
  return ({ out, a, b, length, aStep, bStep }, to, i, j) => {
    for (let n = 0; n < length; n++, i += aStep, j += bStep) out[to + n] = f(a[i]!, b[j]!);
  };
}

export function zip(
  fn: BinaryFunction,
  a: Strided,
  b: Strided,
  shape: readonly number[],
  out: Float32Array,
): void {
  if (out.length === 0) return;
  const lanes = fuseAxes(shape, [a.strides, b.strides]);
  const run: Run = {
    out,
    a: a.data,
    b: b.data,
    length: lanes.shape.at(-1)!,
    aStep: lanes.strides[0]!.at(-1)!,
    bStep: lanes.strides[1]!.at(-1)!,
  };
  const loop = loops[fn.name] ?? loopOf(fn);
  forEachLane(lanes, a.offset, b.offset, (to, i, j) => loop(run, to, i, j));
}
