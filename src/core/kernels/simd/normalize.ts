import type { RowNormalization } from "../kernels.ts";
import { normalize as scalarNormalize, normalizeGradient as scalarGradient } from "../scalar/normalize.ts";
import { forEachPiece, rowsPerPiece } from "./pieces.ts";
import { layOut, type Workspace } from "./workspace.ts";

export function normalize(
  workspace: Workspace,
  x: Float32Array,
  columns: number,
  how: RowNormalization,
  weight: Float32Array | null,
  bias: Float32Array | null,
  out: Float32Array,
): void {
  const perPiece = rowsPerPiece(columns);
  const bytes = 4 * columns;
  const parts = layOut(perPiece * bytes, bytes, bytes, perPiece * bytes);
  if (parts === null) return scalarNormalize(x, columns, how, weight, bias, out);
  const [xAt, weightAt, biasAt, outAt] = parts as [number, number, number, number];
  const scaleAt = weight ? workspace.place(weight, 0, columns, weightAt) : 0;
  const shiftAt = bias ? workspace.place(bias, 0, columns, biasAt) : 0;
  forEachPiece(x.length / columns, perPiece, (first, rows) => {
    const start = first * columns;
    const from = workspace.place(x, start, rows * columns, xAt);
    const to = workspace.target(out, start, outAt);
    workspace.run.normalize(from, rows, columns, how.eps, how.centered, scaleAt, shiftAt, to);
    workspace.collect(out, start, rows * columns, outAt);
  });
}

export function normalizeGradient(
  workspace: Workspace,
  x: Float32Array,
  grad: Float32Array,
  columns: number,
  how: RowNormalization,
  weight: Float32Array | null,
  out: { readonly x: Float32Array; readonly weight: Float32Array | null; readonly bias: Float32Array | null },
): void {
  const perPiece = rowsPerPiece(columns);
  const bytes = 4 * columns;
  const piece = perPiece * bytes;
  const parts = layOut(piece, piece, piece, bytes, bytes, 2 * bytes, 2 * bytes);
  if (parts === null) return scalarGradient(x, grad, columns, how, weight, out);
  const [xAt, gradAt, outAt, weightAt, normalizedAt, weightSums, biasSums] = parts as [
    number, number, number, number, number, number, number,
  ]; // prettier-ignore
  const scaleAt = weight ? workspace.place(weight, 0, columns, weightAt) : 0;
  const weightTotal = sumsAt(workspace, weightSums, out.weight);
  const biasTotal = sumsAt(workspace, biasSums, out.bias);
  forEachPiece(x.length / columns, perPiece, (first, rows) => {
    const start = first * columns;
    workspace.run.normalizeGradient(
      workspace.place(x, start, rows * columns, xAt),
      workspace.place(grad, start, rows * columns, gradAt),
      rows,
      columns,
      how.eps,
      how.centered,
      scaleAt,
      workspace.target(out.x, start, outAt),
      weightTotal ? weightSums : 0,
      biasTotal ? biasSums : 0,
      normalizedAt,
    );
    workspace.collect(out.x, start, rows * columns, outAt);
  });
  if (weightTotal) out.weight?.set(weightTotal);
  if (biasTotal) out.bias?.set(biasTotal);
}

/** Zeroed float64 sums for the elements of `wanted`, or null where it is. */
export function sumsAt(workspace: Workspace, at: number, wanted: Float32Array | null): Float64Array | null {
  return wanted && new Float64Array(workspace.run.memory.buffer, at, wanted.length).fill(0);
}
