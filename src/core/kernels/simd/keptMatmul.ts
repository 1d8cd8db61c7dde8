import type { Matrix } from "../kernels.ts";
import { slotLength } from "./helper.ts";
import type { MatmulRoom } from "./matmul.ts";
import { chunkSize, multiplyPacked } from "./multiplyPacked.ts";
import { stageLength } from "./pack.ts";
import { panelsOf } from "./packedMatrices.ts";
import { packerOf, paddedColumns, panelSteps, roundUp } from "./panels.ts";
import { blockOf, type Product } from "./product.ts";
import { asideBytes, mostColumns } from "./tile.ts";
import { layOut } from "./workspace.ts";

/** Elements of a and of the result that are held at once: the result stays in the second-level cache. */
const room = { a: 2 ** 20, out: 2 ** 16 };

/** b's panels (see panels.ts): where they lie, and what is still to be packed to there, or null. */
export interface RightPanels {
  readonly start: number;
  readonly from: Matrix | null;
}

/**
 * out[m, n] = a b + bias from b's panels: the sums of `matmul` in the same order. Panels are packed as chunks of the product need them, so
 * that a helper has work at once. False where the workspace is too small.
 */
export function keptMatmul(
  { workspace, tile, helper }: MatmulRoom,
  a: Matrix,
  right: RightPanels,
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
    4 * Math.max(stageLength, mostColumns * panelSteps, rowsMost, right.from ? n : 0),
    4 * n,
    asideBytes,
  );
  if (parts === null) return false;
  const [aAt, outAt, stageAt, biasAt, asideAt] = parts as [number, number, number, number, number];
  if (bias) workspace.copyIn(bias, 0, n, biasAt);
  const { data, offset, rowStride, columnStride } = a;
  const width = rowsMost === 1 ? 1 : tileRows;
  const operand = { data, offset, laneStride: rowStride, stepStride: columnStride, width };
  const packRight = right.from && packerOf(workspace, panelsOf(right.from, k, n, tile, right.start), stageAt);
  for (let top = 0; top < m; top += rowsMost) {
    const rows = Math.min(rowsMost, m - top);
    const packLeft = packerOf(workspace, { operand, first: top, count: rows, steps: k, to: aAt }, stageAt);
    const product: Product = {
      left: aAt,
      rows,
      paddedRows: roundUp(rows, width),
      steps: k,
      right: right.start,
      columns: n,
      panelColumns,
      ...chunkSize(rows, k, helper ? padded : columnsMost, helper),
      bias: bias ? biasAt : 0,
    };
    const prepare = (chunk: number) => {
      const block = blockOf(product, chunk);
      packLeft(block.row + block.rows);
      packRight?.(block.column + block.columns);
    };
    const target = { data: out, start: top * n, stride: n };
    multiplyPacked(workspace, helper, product, prepare, target, outAt, asideAt);
  }
  return true;
}
