import type { ProductWorkspace } from "./workspace.ts";

/** Brings a block of results home: row by row to out[start + row * stride ...]. */
export function collect(
  workspace: ProductWorkspace,
  at: number,
  rows: number,
  columns: number,
  out: Float32Array,
  start: number,
  stride: number,
): void {
  if (columns === stride) return workspace.copyOut(out, start, rows * columns, at);
  for (let row = 0; row < rows; row++)
    workspace.copyOut(out, start + row * stride, columns, at + 4 * row * columns);
}
