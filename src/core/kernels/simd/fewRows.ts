import type { Matrix } from "../kernels.ts";
import { stageLength } from "./pack.ts";
import { layOut, type ProductWorkspace } from "./workspace.ts";

/** Up to so many rows packing b would cost more than it saves. */
const fewRows = 3;
/** Steps whose products are summed up before they join the sum of those before: see assembly/sums.ts. */
const blockSteps = 256;
/** A vector's numbers: rows of results start that far apart, so that one may be written over its end. */
const lanes = 4;
/** Steps of a column that are brought in at once. */
const stepsAtOnce = 2048;

/**
 * out = a b + bias for a few rows straight from b, without packing: the sums of `matmul` in the same order. False where there are more rows, where b's
 * numbers do not lie side by side, or where the workspace is too small.
 */
export function multiplyFewRows(
  workspace: ProductWorkspace,
  a: Matrix,
  b: Matrix,
  m: number,
  k: number,
  n: number,
  out: Float32Array,
  bias: Float32Array | null,
): boolean {
  const byRows = b.columnStride === 1 && b.rowStride !== 1;
  if (m > fewRows || (!byRows && b.rowStride !== 1)) return false;
  const padded = Math.ceil(n / lanes) * lanes;
  const parts = layOut(
    4 * m * k,
    4 * Math.max(n, stageLength, 16 * Math.min(k, stepsAtOnce)),
    4 * m * padded,
    4 * m * padded,
    4 * n,
  );
  if (parts === null) return false;
  const [aAt, bAt, outAt, sumsAt, biasAt] = parts as [number, number, number, number, number];
  const at: Places = { a: aAt, b: bAt, out: outAt, sums: sumsAt, rowBytes: 4 * padded };
  for (let row = 0; row < m; row++)
    copyElements(workspace, a.data, a.offset + row * a.rowStride, a.columnStride, k, aAt + 4 * row * k);
  if (byRows) addRows(workspace, at, b, m, k, n);
  else dotColumns(workspace, at, b, m, k, n);
  if (bias) workspace.copyIn(bias, 0, n, biasAt);
  for (let row = 0; row < m; row++) {
    const from = outAt + row * at.rowBytes;
    if (bias) workspace.run.addBias(from, 1, n, biasAt);
    workspace.copyOut(out, row * n, n, from);
  }
  return true;
}

/** Where in the workspace things are; rows of `out` and `sums` start `rowBytes` apart. */
interface Places {
  readonly a: number;
  readonly b: number;
  readonly out: number;
  readonly sums: number;
  readonly rowBytes: number;
}

/** b lies transposed in memory, as the weight of a linear layer does: a group of columns after the other. */
function dotColumns(
  workspace: ProductWorkspace,
  at: Places,
  b: Matrix,
  m: number,
  k: number,
  n: number,
): void {
  const steps = Math.min(k, stepsAtOnce);
  const group = Math.min(n, Math.max(1, Math.floor(stageLength / steps / 16)) * 16);
  const inPlace = workspace.holds(b.data);
  for (let column = 0; column < n; column += group) {
    const columns = Math.min(group, n - column);
    for (let step = 0; step < k; step += steps) {
      const count = Math.min(steps, k - step);
      const start = b.offset + column * b.columnStride + step;
      const from = inPlace ? b.data.byteOffset + 4 * start : at.b;
      const stride = inPlace ? 4 * b.columnStride : 4 * count;
      if (!inPlace) workspace.copyRunsIn(b.data, start, b.columnStride, columns, count, at.b);
      for (let row = 0; row < m; row++) {
        const out = at.out + row * at.rowBytes + 4 * column;
        workspace.run.multiplyRowTransposed(
          at.a + 4 * (row * k + step),
          from,
          stride,
          count,
          columns,
          out,
          step > 0,
        );
      }
    }
  }
}

/** b lies in rows: each, times a number of a, is added to sums. */
function addRows(workspace: ProductWorkspace, at: Places, b: Matrix, m: number, k: number, n: number): void {
  const { run } = workspace;
  const most = Math.min(blockSteps, Math.max(1, Math.floor(stageLength / n)));
  const inPlace = workspace.holds(b.data);
  for (let block = 0; block < k; block += blockSteps) {
    const end = Math.min(k, block + blockSteps);
    const sums = block === 0 ? at.out : at.sums;
    for (let step = block; step < end; step += most) {
      const count = Math.min(most, end - step);
      const start = b.offset + step * b.rowStride;
      const from = inPlace ? b.data.byteOffset + 4 * start : at.b;
      const stride = inPlace ? 4 * b.rowStride : 4 * n;
      if (!inPlace) workspace.copyRunsIn(b.data, start, b.rowStride, count, n, at.b);
      for (let row = 0; row < m; row++)
        run.addScaledRows(
          at.a + 4 * (row * k + step),
          from,
          stride,
          count,
          n,
          sums + row * at.rowBytes,
          step > block,
        );
    }
    if (block > 0) run.addBias(at.out, 1, (m * at.rowBytes) >> 2, sums);
  }
}

function copyElements(
  workspace: ProductWorkspace,
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
