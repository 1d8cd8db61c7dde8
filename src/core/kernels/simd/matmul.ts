import type { Matrix } from "../kernels.ts";
import { matmul as scalarMatmul } from "../scalar/matmul.ts";
import type { TileRows } from "./exports.ts";
import { copyRuns, pack, stageLength, type Lanes } from "./pack.ts";
import { layOut, type Workspace } from "./workspace.ts";

const tileColumns = 8;
/**
 * Steps of k that are packed at once, and elements of b: a part that lies in one piece in memory. Where b's columns run through memory
 * that is many steps of few columns, where its rows do few steps of many columns. Steps are a multiple of the module's blocks of 256.
 */
const byColumns = { steps: 2048, elements: 2 ** 18 };
const byRows = { steps: 256, elements: 2 ** 20 };
/** Elements of a and of the result that are held at once. */
const room = { a: 2 ** 20, out: 2 ** 20 };

/** Up to so many rows packing b would cost more than it saves. */
const fewRows = 3;

/** Where in the workspace things are. */
interface Places {
  readonly a: number;
  readonly b: number;
  readonly out: number;
  readonly stage: number;
  readonly edge: number;
}

/** out[m, n] = a b in float32, each output summed over k in order: see assembly/matmul.ts. */
export function matmul(
  workspace: Workspace,
  tileRows: TileRows,
  a: Matrix,
  b: Matrix,
  m: number,
  k: number,
  n: number,
  out: Float32Array,
): void {
  if (m * n === 0) return;
  if (k === 0) return void out.fill(0);
  if (m <= fewRows && b.rowStride === 1) return multiplyFewRows(workspace, a, b, m, k, n, out);
  const { steps: stepsAtOnce, elements } = b.columnStride === 1 ? byRows : byColumns;
  const kMost = Math.min(k, stepsAtOnce);
  const nMost = Math.min(roundUp(n, tileColumns), roundUp(Math.ceil(elements / kMost), tileColumns));
  const mMost = Math.min(m, roundUp(Math.floor(Math.min(room.a / kMost, room.out / nMost)), tileRows));
  const parts = layOut(
    4 * roundUp(mMost, tileRows) * kMost,
    4 * nMost * kMost,
    4 * mMost * nMost,
    4 * Math.max(stageLength, 8 * kMost, mMost, nMost),
    4 * tileRows * tileColumns,
  );
  if (parts === null) return scalarMatmul(a, b, m, k, n, out);
  const [aAt, bAt, outAt, stageAt, edgeAt] = parts as [number, number, number, number, number];
  const places: Places = { a: aAt, b: bAt, out: outAt, stage: stageAt, edge: edgeAt };
  const left = lanesOf(a.data, a.offset, a.rowStride, a.columnStride, tileRows);
  const right = lanesOf(b.data, b.offset, b.columnStride, b.rowStride, tileColumns);
  const inOneStep = k <= stepsAtOnce;
  for (let top = 0; top < m; top += mMost) {
    const rows = Math.min(mMost, m - top);
    if (inOneStep) pack(workspace, left, top, rows, 0, k, places.a, places.stage);
    for (let column = 0; column < n; column += nMost) {
      const columns = Math.min(nMost, n - column);
      for (let step = 0; step < k; step += stepsAtOnce) {
        const steps = Math.min(stepsAtOnce, k - step);
        if (!inOneStep) pack(workspace, left, top, rows, step, steps, places.a, places.stage);
        pack(workspace, right, column, columns, step, steps, places.b, places.stage);
        const { run } = workspace;
        run.multiply(
          places.a,
          places.b,
          rows,
          steps,
          columns,
          places.out,
          4 * columns,
          places.edge,
          step > 0,
        );
      }
      collect(workspace, places.out, rows, columns, out, top * n + column, n);
    }
  }
}

/** The same sums in the same order, straight from a b that lies transposed in memory, as the weight of a linear layer does. */
function multiplyFewRows(
  workspace: Workspace,
  a: Matrix,
  b: Matrix,
  m: number,
  k: number,
  n: number,
  out: Float32Array,
): void {
  const steps = Math.min(k, byColumns.steps);
  const group = Math.min(n, roundUp(Math.floor(stageLength / steps), 16));
  const parts = layOut(4 * m * k, 4 * group * steps, 4 * m * group);
  if (parts === null) return scalarMatmul(a, b, m, k, n, out);
  const [aAt, bAt, outAt] = parts as [number, number, number];
  const { run } = workspace;
  for (let row = 0; row < m; row++)
    copyElements(workspace, a.data, a.offset + row * a.rowStride, a.columnStride, k, aAt + 4 * row * k);
  for (let column = 0; column < n; column += group) {
    const columns = Math.min(group, n - column);
    for (let step = 0; step < k; step += steps) {
      const count = Math.min(steps, k - step);
      const start = b.offset + column * b.columnStride + step;
      const inPlace = workspace.holds(b.data);
      const at = inPlace ? b.data.byteOffset + 4 * start : bAt;
      const stride = inPlace ? 4 * b.columnStride : 4 * count;
      if (!inPlace) copyRuns(workspace, b.data, start, b.columnStride, columns, count, bAt);
      for (let row = 0; row < m; row++) {
        const from = aAt + 4 * (row * k + step);
        run.multiplyRowTransposed(from, at, stride, count, columns, outAt + 4 * row * columns, step > 0);
      }
    }
    collect(workspace, outAt, m, columns, out, column, n);
  }
}

function copyElements(
  workspace: Workspace,
  data: Float32Array,
  offset: number,
  stride: number,
  count: number,
  at: number,
): void {
  if (stride === 1) return workspace.copyIn(data, offset, count, at);
  const { floats } = workspace;
  for (let i = 0; i < count; i++) floats[(at >> 2) + i] = data[offset + i * stride]!;
}

function lanesOf(
  data: Float32Array,
  offset: number,
  laneStride: number,
  stepStride: number,
  width: number,
): Lanes {
  return { data, offset, laneStride, stepStride, width };
}

const roundUp = (value: number, multiple: number) => Math.max(1, Math.ceil(value / multiple)) * multiple;

/** Brings a block of results home: out[start + row * stride ...]. */
function collect(
  workspace: Workspace,
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
