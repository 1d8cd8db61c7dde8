import type { Matrix } from "../kernels.ts";
import type { TileRows } from "./exports.ts";
import { collect } from "./collect.ts";
import { pack, stageLength } from "./pack.ts";
import { paddedColumns, panelColumns, panelSteps } from "./packedMatrices.ts";
import { layOut, type Workspace } from "./workspace.ts";

/** Elements of a and of the result that are held at once: the result stays in the second-level cache. */
const room = { a: 2 ** 20, out: 2 ** 16 };

/**
 * out[m, n] = a b + bias, where b's panels lie at `panels` (see PackedMatrices): the sums of `matmul` in the same order. False where
 * the workspace is too small.
 */
export function keptMatmul(
  workspace: Workspace,
  tileRows: TileRows,
  a: Matrix,
  panels: number,
  m: number,
  k: number,
  n: number,
  out: Float32Array,
  bias: Float32Array | null,
): boolean {
  const rowsMost = m === 1 ? 1 : Math.min(roundUp(m, tileRows), roundUp(Math.floor(room.a / k), tileRows));
  const columnsMost = Math.min(paddedColumns(n), roundUp(Math.floor(room.out / rowsMost), panelColumns));
  const parts = layOut(
    4 * rowsMost * k,
    4 * rowsMost * columnsMost,
    4 * Math.max(stageLength, tileRows * panelSteps, rowsMost),
    4 * n,
    4 * tileRows * panelColumns,
  );
  if (parts === null) return false;
  const [aAt, outAt, stageAt, biasAt, edgeAt] = parts as [number, number, number, number, number];
  if (bias) workspace.copyIn(bias, 0, n, biasAt);
  const { run } = workspace;
  const { data, offset, rowStride, columnStride } = a;
  const lanes = {
    data,
    offset,
    laneStride: rowStride,
    stepStride: columnStride,
    width: rowsMost === 1 ? 1 : tileRows,
  };
  for (let top = 0; top < m; top += rowsMost) {
    const rows = Math.min(rowsMost, m - top);
    const padded = roundUp(rows, lanes.width);
    for (let step = 0; step < k; step += panelSteps) {
      const steps = Math.min(panelSteps, k - step);
      pack(workspace, lanes, top, rows, step, steps, aAt + 4 * padded * step, stageAt);
    }
    for (let column = 0; column < n; column += columnsMost) {
      const columns = Math.min(columnsMost, n - column);
      for (let step = 0; step < k; step += panelSteps) {
        const steps = Math.min(panelSteps, k - step);
        const left = aAt + 4 * padded * step;
        const right = panels + 4 * (step * paddedColumns(n) + column * steps);
        if (rowsMost === 1) run.multiplyRow(left, right, steps, columns, outAt, step > 0);
        else run.multiply(left, right, rows, steps, columns, outAt, 4 * columns, edgeAt, step > 0);
      }
      if (bias) run.addBias(outAt, rows, columns, biasAt + 4 * column);
      collect(workspace, outAt, rows, columns, out, top * n + column, n);
    }
  }
  return true;
}

const roundUp = (value: number, multiple: number) => Math.max(1, Math.ceil(value / multiple)) * multiple;
