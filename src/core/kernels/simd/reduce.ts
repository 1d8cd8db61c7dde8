import type { Reduction } from "../kernels.ts";
import { reduce as scalarReduce } from "../scalar/reduce.ts";
import { zeroedSums } from "./normalize.ts";
import { forEachPiece, rowsPerPiece } from "./pieces.ts";
import { layOut, type Workspace } from "./workspace.ts";

interface Size {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** Sums and means, in float64; all other reductions are the scalar kernel's. */
export function reduce(
  workspace: Workspace,
  fn: Reduction,
  x: Float32Array,
  size: Size,
  out: Float32Array,
  correction: number,
): void {
  const known = fn === "sum" || fn === "mean";
  const done =
    known &&
    (size.inner === 1 ? sumRows(workspace, fn, x, size, out) : sumColumns(workspace, fn, x, size, out));
  if (!done) scalarReduce(fn, x, size, out, correction);
}

function sumRows(
  workspace: Workspace,
  fn: "sum" | "mean",
  x: Float32Array,
  { outer, length }: Size,
  out: Float32Array,
): boolean {
  if (length < 16) return false;
  const perPiece = rowsPerPiece(length);
  const parts = layOut(4 * perPiece * length, 4 * perPiece);
  if (parts === null) return false;
  const [xAt, outAt] = parts as [number, number];
  forEachPiece(outer, perPiece, (first, rows) => {
    const from = workspace.place(x, first * length, rows * length, xAt);
    workspace.run.rowSums(from, rows, length, fn === "mean" ? length : 1, outAt);
    workspace.copyOut(out, first, rows, outAt);
  });
  return true;
}

/** Adds row after row into float64 sums: the scalar kernel's bits. */
function sumColumns(
  workspace: Workspace,
  fn: "sum" | "mean",
  x: Float32Array,
  { outer, length, inner }: Size,
  out: Float32Array,
): boolean {
  if (inner < 16) return false;
  const perPiece = rowsPerPiece(inner);
  const parts = layOut(4 * perPiece * inner, 8 * inner);
  if (parts === null) return false;
  const [xAt, sumsPlace] = parts as [number, number];
  for (let o = 0; o < outer; o++) {
    const target = out.subarray(o * inner, (o + 1) * inner);
    const sums = zeroedSums(workspace, sumsPlace, inner);
    forEachPiece(length, perPiece, (first, rows) => {
      const from = workspace.place(x, (o * length + first) * inner, rows * inner, xAt);
      for (let row = 0; row < rows; row++) workspace.run.addRow(from + 4 * row * inner, inner, sumsPlace);
    });
    target.set(fn === "mean" ? sums.map((sum) => sum / length) : sums);
  }
  return true;
}
