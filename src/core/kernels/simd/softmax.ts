import * as scalar from "../scalar/softmax.ts";
import { forEachPiece, rowsPerPiece } from "./pieces.ts";
import { layOut, type Workspace } from "./workspace.ts";

export function softmax(workspace: Workspace, x: Float32Array, columns: number, out: Float32Array): void {
  const done = mapRows(workspace, x, null, columns, out, (from, _, rows, to) =>
    workspace.run.softmax(from, rows, columns, to),
  );
  if (!done) scalar.softmax(x, columns, out);
}

export function logSoftmax(workspace: Workspace, x: Float32Array, columns: number, out: Float32Array): void {
  const { run } = workspace;
  const done = mapRows(workspace, x, null, columns, out, (from, sums, rows, to) => {
    run.logSoftmax(from, rows, columns, to, sums, 0);
    const logarithms = new Float64Array(run.memory.buffer, sums, rows);
    for (let row = 0; row < rows; row++) logarithms[row] = Math.log(logarithms[row]!);
    run.logSoftmax(from, rows, columns, to, sums, 1);
  });
  if (!done) scalar.logSoftmax(x, columns, out);
}

export function softmaxGradient(
  workspace: Workspace,
  y: Float32Array,
  grad: Float32Array,
  columns: number,
  out: Float32Array,
): void {
  const done = mapRows(workspace, y, grad, columns, out, (from, upstream, rows, to) =>
    workspace.run.softmaxGradient(from, upstream, rows, columns, to),
  );
  if (!done) scalar.softmaxGradient(y, grad, columns, out);
}

export function logSoftmaxGradient(
  workspace: Workspace,
  y: Float32Array,
  grad: Float32Array,
  columns: number,
  out: Float32Array,
): void {
  const done = mapRows(workspace, y, grad, columns, out, (from, upstream, rows, to) =>
    workspace.run.logSoftmaxGradient(from, upstream, rows, columns, to),
  );
  if (!done) scalar.logSoftmaxGradient(y, grad, columns, out);
}

/**
 * Runs `kernel` on pieces of whole rows; `second` is the address of the second operand, or where there is none of room for
 * two numbers a row. False where a row is too long for the workspace.
 */
function mapRows(
  workspace: Workspace,
  x: Float32Array,
  other: Float32Array | null,
  columns: number,
  out: Float32Array,
  kernel: (x: number, second: number, rows: number, out: number) => void,
): boolean {
  const inPlace = workspace.holds(x) && workspace.holds(other ?? x) && workspace.holds(out);
  const perPiece = inPlace ? Math.max(1, x.length / columns) : rowsPerPiece(columns);
  const bytes = inPlace ? 0 : 4 * perPiece * columns;
  const parts = layOut(bytes, Math.max(bytes, 8 * perPiece), bytes);
  if (parts === null) return false;
  const [xAt, secondAt, outAt] = parts as [number, number, number];
  forEachPiece(x.length / columns, perPiece, (first, rows) => {
    const start = first * columns;
    const length = rows * columns;
    const from = workspace.place(x, start, length, xAt);
    const second = other ? workspace.place(other, start, length, secondAt) : secondAt;
    kernel(from, second, rows, workspace.target(out, start, outAt));
    workspace.collect(out, start, length, outAt);
  });
  return true;
}
