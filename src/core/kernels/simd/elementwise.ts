import type { BinaryFunction, Strided, UnaryDerivative, UnaryFunction } from "../kernels.ts";
import * as scalar from "../scalar/elementwise.ts";
import { fuseAxes } from "../scalar/lanes.ts";
import { forEachPiece, pieceLength } from "./pieces.ts";
import { layOut, type Workspace } from "./workspace.ts";

/** The functions that the module knows: codes of assembly/functions.ts. */
const unaryCodes: Readonly<Record<string, number>> = {
  relu: 0,
  abs: 1,
  neg: 2,
  square: 3,
  sqrt: 4,
  exp: 5,
  tanh: 6,
  sigmoid: 7,
  silu: 8,
  gelu: 9,
  geluTanh: 10,
};
const withoutDerivative = ["abs", "neg"];
const binaryCodes: Readonly<Record<string, number>> = { add: 0, sub: 1, mul: 2, div: 3 };
/**
 * Functions with the same bits here and in the scalar kernel, one rounding each, as the four of `binaryCodes`. Only these may be left
 * to it where a call of the module costs more than the loop: else a row's bits would depend on how many rows there are.
 */
const sameBits = ["relu", "abs", "neg", "square", "sqrt"];
const worthwhile = 64;

const [first, second, third, result] = layOut(
  4 * pieceLength,
  4 * pieceLength,
  4 * pieceLength,
  4 * pieceLength,
) as [number, number, number, number];

export function map(workspace: Workspace, fn: UnaryFunction, x: Float32Array, out: Float32Array): void {
  const code = unaryCodes[fn.name];
  const { factor } = fn;
  const small = out.length < worthwhile && (code === undefined || sameBits.includes(fn.name));
  if (small || (code === undefined && factor === undefined)) return scalar.map(fn, x, out);
  forEachPiece(out.length, pieceLength, (start, count) => {
    workspace.copyIn(x, start, count, first);
    if (code === undefined) workspace.run.scale(first, factor!, count, result);
    else workspace.run.map(code, first, count, result);
    workspace.copyOut(out, start, count, result);
  });
}

export function mapGradient(
  workspace: Workspace,
  fn: UnaryDerivative,
  x: Float32Array,
  y: Float32Array,
  grad: Float32Array,
  out: Float32Array,
): void {
  const code = withoutDerivative.includes(fn.name) ? undefined : unaryCodes[fn.name];
  if (code === undefined) return scalar.mapGradient(fn, x, y, grad, out);
  forEachPiece(out.length, pieceLength, (start, count) => {
    workspace.copyIn(x, start, count, first);
    if (y !== x) workspace.copyIn(y, start, count, second);
    workspace.copyIn(grad, start, count, third);
    workspace.run.mapGradient(code, first, y === x ? first : second, third, count, result);
    workspace.copyOut(out, start, count, result);
  });
}

/** An operand of a two-dimensional loop. */
interface Plane {
  readonly data: Float32Array;
  readonly offset: number;
  readonly rowStride: number;
  readonly step: number;
  readonly at: number;
}

export function zip(
  workspace: Workspace,
  fn: BinaryFunction,
  a: Strided,
  b: Strided,
  shape: readonly number[],
  out: Float32Array,
): void {
  const code = binaryCodes[fn.name];
  if (code === undefined || out.length < worthwhile) return scalar.zip(fn, a, b, shape, out);
  const { shape: fused, strides } = fuseAxes(shape, [a.strides, b.strides]);
  const columns = fused.at(-1)!;
  const rows = fused.at(-2) ?? 1;
  const left = planeOf(a, strides[0]!, first);
  const right = planeOf(b, strides[1]!, second);
  const vectors =
    [left.step, right.step].every((step) => step === 0 || step === 1) && left.step + right.step > 0;
  if (!vectors || rows * columns < worthwhile || (rows > 1 && columns < 8))
    return scalar.zip(fn, a, b, shape, out);
  const outer = fused.slice(0, -2);
  forEachPlane(outer, strides, (index, aShift, bShift) => {
    const shift = (plane: Plane, by: number) => ({ ...plane, offset: plane.offset + by });
    zipPlane(
      workspace,
      code,
      shift(left, aShift),
      shift(right, bShift),
      rows,
      columns,
      out,
      index * rows * columns,
    );
  });
}

function planeOf({ data, offset }: Strided, strides: readonly number[], at: number): Plane {
  return { data, offset, rowStride: strides.at(-2) ?? 0, step: strides.at(-1)!, at };
}

/** Walks all axes but the last two of two operands. */
function forEachPlane(
  outer: readonly number[],
  [aStrides, bStrides]: readonly (readonly number[])[],
  visit: (index: number, a: number, b: number) => void,
): void {
  const count = outer.reduce((product, length) => product * length, 1);
  for (let index = 0; index < count; index++) {
    let [a, b, left] = [0, 0, index];
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      const place = left % outer[axis]!;
      left = (left - place) / outer[axis]!;
      a += place * aStrides![axis]!;
      b += place * bStrides![axis]!;
    }
    visit(index, a, b);
  }
}

function zipPlane(
  workspace: Workspace,
  code: number,
  a: Plane,
  b: Plane,
  rows: number,
  columns: number,
  out: Float32Array,
  start: number,
): void {
  const wide = Math.min(columns, pieceLength);
  const perPiece = Math.max(1, Math.floor(pieceLength / columns));
  forEachPiece(rows, perPiece, (row, rowCount) => {
    forEachPiece(columns, wide, (column, count) => {
      const aStride = bring(workspace, a, row, rowCount, column, count);
      const bStride = bring(workspace, b, row, rowCount, column, count);
      workspace.run.zip(code, a.at, a.step, aStride, b.at, b.step, bStride, rowCount, count, result);
      workspace.copyOut(out, start + row * columns + column, rowCount * count, result);
    });
  });
}

/** Copies an operand's part of a piece to its place and gives its distance between rows in bytes. */
function bring(
  { floats }: Workspace,
  { data, offset, rowStride, step, at }: Plane,
  row: number,
  rows: number,
  column: number,
  columns: number,
): number {
  const from = offset + row * rowStride + column * step;
  const length = step === 0 ? 1 : columns;
  const to = at >> 2;
  if (rowStride === 0 || rows === 1) {
    floats.set(data.subarray(from, from + length), to);
    return 0;
  }
  if (rowStride === length) floats.set(data.subarray(from, from + rows * length), to);
  else
    for (let i = 0; i < rows; i++)
      floats.set(data.subarray(from + i * rowStride, from + i * rowStride + length), to + i * length);
  return 4 * length;
}
