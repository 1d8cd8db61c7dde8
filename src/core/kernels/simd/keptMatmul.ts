import type { Matrix } from "../kernels.ts";
import { slotLength } from "./helper.ts";
import type { MatmulRoom } from "./matmul.ts";
import { chunkSize, multiplyPacked } from "./multiplyPacked.ts";
import { pack, stageLength } from "./pack.ts";
import { paddedColumns, panelSteps } from "./packedMatrices.ts";
import type { Product } from "./product.ts";
import { asideBytes } from "./tile.ts";
import { layOut } from "./workspace.ts";

/** Elements of a and of the result that are held at once: the result stays in the second-level cache. */
const room = { a: 2 ** 20, out: 2 ** 16 };

/**
 * out[m, n] = a b + bias, where b's panels lie at `panels` (see PackedMatrices): the sums of `matmul` in the same order. False where
 * the workspace is too small.
 */
export function keptMatmul(
  { workspace, tile, helper }: MatmulRoom,
  a: Matrix,
  panels: number,
  m: number,
  k: number,
  n: number,
  out: Float32Array,
  bias: Float32Array | null,
): boolean {
  const { rows: tileRows, columns: panelColumns } = tile;
  const padded = paddedColumns(n, panelColumns);
  const rowsMost = m === 1 ? 1 : Math.min(roundUp(m, tileRows), roundUp(Math.floor(room.a / k), tileRows));
  const columnsMost = Math.min(padded, roundUp(Math.floor(room.out / rowsMost), panelColumns));
  const parts = layOut(
    4 * rowsMost * k,
    4 * Math.max(rowsMost * columnsMost, helper ? slotLength : 0),
    4 * Math.max(stageLength, tileRows * panelSteps, rowsMost),
    4 * n,
    asideBytes,
  );
  if (parts === null) return false;
  const [aAt, outAt, stageAt, biasAt, asideAt] = parts as [number, number, number, number, number];
  if (bias) workspace.copyIn(bias, 0, n, biasAt);
  const { data, offset, rowStride, columnStride } = a;
  const width = rowsMost === 1 ? 1 : tileRows;
  const lanes = { data, offset, laneStride: rowStride, stepStride: columnStride, width };
  for (let top = 0; top < m; top += rowsMost) {
    const rows = Math.min(rowsMost, m - top);
    const paddedRows = roundUp(rows, width);
    for (let step = 0; step < k; step += panelSteps) {
      const steps = Math.min(panelSteps, k - step);
      pack(workspace, lanes, top, rows, step, steps, aAt + 4 * paddedRows * step, stageAt);
    }
    const product: Product = {
      left: aAt,
      rows,
      paddedRows,
      steps: k,
      right: panels,
      columns: n,
      panelColumns,
      ...chunkSize(rows, k, helper ? padded : columnsMost, helper),
      bias: bias ? biasAt : 0,
    };
    multiplyPacked(workspace, helper, product, { data: out, start: top * n, stride: n }, outAt, asideAt);
  }
  return true;
}

const roundUp = (value: number, multiple: number) => Math.max(1, Math.ceil(value / multiple)) * multiple;
