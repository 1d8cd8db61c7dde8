import type { Matrix } from "../kernels.ts";
import { matmul as scalarMatmul } from "../scalar/matmul.ts";
import { multiplyFewRows } from "./fewRows.ts";
import type { Helper } from "./helper.ts";
import { keptMatmul } from "./keptMatmul.ts";
import { pack, stageLength, type Lanes } from "./pack.ts";
import type { PackedMatrices } from "./packedMatrices.ts";
import { roundUp } from "./panels.ts";
import { asideBytes, multiplyOf, type Tile } from "./tile.ts";
import { layOut, type ProductWorkspace } from "./workspace.ts";

/**
 * Steps of k that are packed at once, and elements of b: a part that lies in one piece in memory. Where b's columns run through memory
 * that is many steps of few columns, where its rows do few steps of many columns. Steps are a multiple of the module's blocks of 256.
 */
const byColumns = { steps: 2048, elements: 2 ** 18 };
const byRows = { steps: 256, elements: 2 ** 20 };
/** Elements of a and of the result that are held at once. */
const most = { a: 2 ** 20, out: 2 ** 20 };

/** With so many rows packing all of b, which the first thread does alone, takes little beside the product, so that a helper pays. */
export const manyRows = 128;

/** Where in the workspace things are. */
interface Places {
  readonly a: number;
  readonly b: number;
  readonly out: number;
  readonly stage: number;
  readonly aside: number;
}

/** What the module and its memory offer a product. */
export interface MatmulRoom {
  readonly workspace: ProductWorkspace;
  readonly packed: PackedMatrices;
  readonly tile: Tile;
  /** A second thread over the workspace's memory. */
  readonly helper: Helper | null;
}

/** out[m, n] = a b + bias in float32, each output summed over k in order: see assembly/matmul.ts. */
export function matmul(
  room: MatmulRoom,
  a: Matrix,
  b: Matrix,
  m: number,
  k: number,
  n: number,
  out: Float32Array,
  bias: Float32Array | null,
): void {
  if (m * n === 0) return;
  const { workspace, packed, tile } = room;
  if (k === 0) return scalarMatmul(a, b, m, k, n, out, bias);
  const panels = packed.find(b, m, k, n, tile);
  if (panels !== null && keptMatmul(room, a, { start: panels, from: null }, m, k, n, out, bias)) return;
  if (multiplyFewRows(workspace, a, b, m, k, n, out, bias)) return;
  if (room.helper && m >= manyRows && packedForOnce(room, a, b, m, k, n, out, bias)) return;
  const { rows: tileRows, columns: tileColumns } = tile;
  const multiply = multiplyOf(workspace.run, tileColumns);
  const { steps: stepsAtOnce, elements } = b.columnStride === 1 ? byRows : byColumns;
  const kMost = Math.min(k, stepsAtOnce);
  const nMost = Math.min(roundUp(n, tileColumns), roundUp(Math.ceil(elements / kMost), tileColumns));
  const mMost = Math.min(m, roundUp(Math.floor(Math.min(most.a / kMost, most.out / nMost)), tileRows));
  const parts = layOut(
    4 * roundUp(mMost, tileRows) * kMost,
    4 * nMost * kMost,
    4 * mMost * nMost,
    4 * Math.max(stageLength, 8 * kMost, mMost, nMost),
    asideBytes,
    4 * n,
  );
  if (parts === null) return scalarMatmul(a, b, m, k, n, out, bias);
  const [aAt, bAt, outAt, stageAt, asideAt, biasAt] = parts as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (bias) workspace.copyIn(bias, 0, n, biasAt);
  const places: Places = { a: aAt, b: bAt, out: outAt, stage: stageAt, aside: asideAt };
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
        multiply(places.a, places.b, rows, steps, columns, places.out, 4 * columns, places.aside, step > 0);
      }
      if (bias) workspace.run.addBias(places.out, rows, columns, biasAt + 4 * column);
      workspace.copyRunsOut(out, top * n + column, n, rows, columns, places.out);
    }
  }
}

/** From panels of all of b, so that a helper can take its share; false where there is no memory for them. */
function packedForOnce(
  room: MatmulRoom,
  a: Matrix,
  b: Matrix,
  m: number,
  k: number,
  n: number,
  out: Float32Array,
  bias: Float32Array | null,
): boolean {
  const place = room.packed.reserve(k, n, room.tile);
  if (place === null) return false;
  try {
    return keptMatmul(room, a, { start: place.start, from: b }, m, k, n, out, bias);
  } finally {
    room.packed.arena.release(place);
  }
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
