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
  const rows = x.length / columns;
  const inPlace = workspace.holds(x) && workspace.holds(out);
  if (inPlace && weight && bias && workspace.holds(weight) && workspace.holds(bias)) {
    const { eps, centered } = how;
    const [scaleAt, shiftAt] = [weight.byteOffset, bias.byteOffset];
    return workspace.run.normalize(
      x.byteOffset,
      rows,
      columns,
      eps,
      centered,
      scaleAt,
      shiftAt,
      out.byteOffset,
    );
  }
  const perPiece = inPlace ? rows : rowsPerPiece(columns);
  const bytes = 4 * columns;
  const piece = inPlace ? 0 : perPiece * bytes;
  const parts = layOut(piece, bytes, bytes, piece);
  if (parts === null) return scalarNormalize(x, columns, how, weight, bias, out);
  const [xAt, weightAt, biasAt, outAt] = parts as [number, number, number, number];
  const scaleAt = placeRow(workspace, weight, columns, weightAt, 1);
  const shiftAt = placeRow(workspace, bias, columns, biasAt, 0);
  forEachPiece(rows, perPiece, (first, count) => {
    const start = first * columns;
    const from = workspace.place(x, start, count * columns, xAt);
    const to = workspace.target(out, start, outAt);
    workspace.run.normalize(from, count, columns, how.eps, how.centered, scaleAt, shiftAt, to);
    workspace.collect(out, start, count * columns, outAt);
  });
}

/** Address of a weight or bias; where there is none, of a row of `neutral` instead. */
function placeRow(
  workspace: Workspace,
  row: Float32Array | null,
  columns: number,
  at: number,
  neutral: number,
): number {
  if (row) return workspace.place(row, 0, columns, at);
  workspace.floats.fill(neutral, at >> 2, (at >> 2) + columns);
  return at;
}

/** What the module keeps of the rows that it works on at once, beside two rows of sums. */
const blockBytes = 1024;

export function normalizeGradient(
  workspace: Workspace,
  x: Float32Array,
  grad: Float32Array,
  columns: number,
  how: RowNormalization,
  weight: Float32Array | null,
  out: { readonly x: Float32Array; readonly weight: Float32Array | null; readonly bias: Float32Array | null },
  areWide: boolean,
): void {
  const inPlace = workspace.holds(x) && workspace.holds(grad) && workspace.holds(out.x);
  const perPiece = inPlace ? x.length / columns : rowsPerPiece(columns);
  const bytes = 4 * columns;
  const piece = inPlace ? 0 : perPiece * bytes;
  const parts = layOut(piece, piece, piece, bytes, blockBytes + 2 * bytes, 4 * bytes);
  if (parts === null) return scalarGradient(x, grad, columns, how, weight, out);
  const [xAt, gradAt, outAt, weightAt, room, sums] = parts as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const scaleAt = placeRow(workspace, weight, columns, weightAt, 1);
  const totals = zeroedSums(workspace, sums, 2 * columns);
  forEachPiece(x.length / columns, perPiece, (first, rows) => {
    const start = first * columns;
    const xPlace = workspace.place(x, start, rows * columns, xAt);
    const gradPlace = workspace.place(grad, start, rows * columns, gradAt);
    const to = workspace.target(out.x, start, outAt);
    const { eps, centered } = how;
    workspace.run.normalizeGradient(
      xPlace, gradPlace, rows, columns, eps, centered, scaleAt, to, sums, sums + 2 * bytes, room, areWide,
    ); // prettier-ignore
    workspace.collect(out.x, start, rows * columns, outAt);
  });
  for (let j = 0; out.weight && j < columns; j++) out.weight[j] = totals[j]!;
  for (let j = 0; out.bias && j < columns; j++) out.bias[j] = totals[columns + j]!;
}

/** Room for `length` sums in float64, set to 0. */
export function zeroedSums(workspace: Workspace, at: number, length: number): Float64Array {
  return new Float64Array(workspace.run.memory.buffer, at, length).fill(0);
}
