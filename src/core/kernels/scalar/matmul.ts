import type { Matrix } from "../kernels.ts";

/** The micro-kernel computes a tile of 4 x 4 outputs from registers. */
const tile = 4;

/**
 * Operands are first copied into float64 panels of four rows (or columns) that the micro-kernel reads in sequence:
 * any strides are welcome, conversion to float64 happens once, and every output is one sum over k in order, so its bits
 * depend neither on the tile nor on the other rows.
 */
export function matmul(
  a: Matrix,
  b: Matrix,
  m: number,
  k: number,
  n: number,
  out: Float32Array,
  bias: Float32Array | null = null,
): void {
  const rowPanel = new Float64Array(tile * k);
  const columnPanels = packColumns(b, k, n);
  for (let row = 0; row < m; row += tile) {
    const rows = Math.min(tile, m - row);
    pack(a.data, a.offset + row * a.rowStride, a.rowStride, a.columnStride, rows, k, rowPanel, 0);
    for (let column = 0; column < n; column += tile) {
      const columns = Math.min(tile, n - column);
      multiplyTile(rowPanel, columnPanels, column * k, k, out, row * n + column, n, rows, columns);
    }
  }
  if (bias) for (let i = 0; i < m * n; i++) out[i]! += bias[i % n]!;
}

function packColumns(b: Matrix, k: number, n: number): Float64Array {
  const panels = new Float64Array(Math.ceil(n / tile) * tile * k);
  for (let column = 0; column < n; column += tile) {
    const columns = Math.min(tile, n - column);
    const start = b.offset + column * b.columnStride;
    pack(b.data, start, b.columnStride, b.rowStride, columns, k, panels, column * k);
  }
  return panels;
}

/** Interleaves up to four vectors of length k: panel[4 i + lane]; lanes without a vector keep what they held. */
function pack(
  data: Float32Array,
  start: number,
  laneStride: number,
  stride: number,
  lanes: number,
  k: number,
  panel: Float64Array,
  to: number,
): void {
  for (let lane = 0; lane < lanes; lane++) {
    let from = start + lane * laneStride;
    for (let i = 0, p = to + lane; i < k; i++, p += tile, from += stride) panel[p] = data[from]!;
  }
}

function multiplyTile(
  a: Float64Array,
  b: Float64Array,
  bStart: number,
  k: number,
  out: Float32Array,
  outStart: number,
  outStride: number,
  rows: number,
  columns: number,
): void {
  let c00 = 0, c01 = 0, c02 = 0, c03 = 0; // prettier-ignore
  let c10 = 0, c11 = 0, c12 = 0, c13 = 0; // prettier-ignore
  let c20 = 0, c21 = 0, c22 = 0, c23 = 0; // prettier-ignore
  let c30 = 0, c31 = 0, c32 = 0, c33 = 0; // prettier-ignore
  for (let i = 0, j = bStart; i < tile * k; i += tile, j += tile) {
    const a0 = a[i]!, a1 = a[i + 1]!, a2 = a[i + 2]!, a3 = a[i + 3]!; // prettier-ignore
    const b0 = b[j]!, b1 = b[j + 1]!, b2 = b[j + 2]!, b3 = b[j + 3]!; // prettier-ignore
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3; // prettier-ignore
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3; // prettier-ignore
    c20 += a2 * b0;
    c21 += a2 * b1;
    c22 += a2 * b2;
    c23 += a2 * b3; // prettier-ignore
    c30 += a3 * b0;
    c31 += a3 * b1;
    c32 += a3 * b2;
    c33 += a3 * b3; // prettier-ignore
  }
  store(out, outStart, columns, c00, c01, c02, c03);
  if (rows > 1) store(out, outStart + outStride, columns, c10, c11, c12, c13);
  if (rows > 2) store(out, outStart + 2 * outStride, columns, c20, c21, c22, c23);
  if (rows > 3) store(out, outStart + 3 * outStride, columns, c30, c31, c32, c33);
}

function store(
  out: Float32Array,
  at: number,
  columns: number,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
) {
  out[at] = c0;
  if (columns > 1) out[at + 1] = c1;
  if (columns > 2) out[at + 2] = c2;
  if (columns > 3) out[at + 3] = c3;
}
