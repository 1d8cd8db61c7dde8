import { slotLength, type Helper } from "./helper.ts";
import { blockOf, chunksOf, multiplyChunk, type Product } from "./product.ts";
import { mostColumns } from "./tile.ts";
import type { ProductWorkspace } from "./workspace.ts";

/** Where one product's results go: rows of `stride` elements from `start` on. */
export interface Target {
  readonly data: Float32Array;
  readonly start: number;
  readonly stride: number;
}

/** Multiplications and additions below which a helper is not asked: it takes some microseconds to wake. */
const worthHelp = 2 ** 21;
/** As many make a chunk: 40 to 150 microseconds with registers of 256 bits. */
const chunkWork = { least: 2 ** 21, most: 2 ** 23 };
/** Chunks of a product that is large enough, so that both threads end at nearly the same time. */
const enoughChunks = 16;
/** Rows of a chunk are whole panels of both kinds of tiles. */
const wholePanels = 12;
/** Rows of a chunk with all columns, which are brought home in one piece, for each panel of b to be used often enough. */
const fewRows = 24;
/** Rows of a chunk with some columns: each is brought home by a call of its own, and wide rows need few. */
const manyRows = 120;

/** How much of a product is done at once: all of its rows by itself, or with a helper what fits into its slots. */
export function chunkSize(
  rows: number,
  steps: number,
  columnsMost: number,
  helper: Helper | null,
): Pick<Product, "chunkRows" | "chunkColumns"> {
  if (helper === null) return { chunkRows: rows, chunkColumns: columnsMost };
  const fair = (rows * steps * columnsMost) / enoughChunks;
  const outputs = Math.min(Math.min(Math.max(fair, chunkWork.least), chunkWork.most) / steps, slotLength);
  const wholeRows = Math.floor(outputs / columnsMost / wholePanels) * wholePanels;
  if (wholeRows >= Math.min(fewRows, rows)) return { chunkRows: wholeRows, chunkColumns: columnsMost };
  const some = Math.min(rows, manyRows);
  const columns = Math.floor(outputs / some / mostColumns) * mostColumns;
  return { chunkRows: some, chunkColumns: Math.max(mostColumns, Math.min(columns, columnsMost)) };
}

/** All chunks of a product, each `prepare`d before it is multiplied, with the helper where there is one and it pays; `out` and `aside` are places in the workspace. */
export function multiplyPacked(
  workspace: ProductWorkspace,
  helper: Helper | null,
  product: Product,
  prepare: (chunk: number) => void,
  target: Target,
  out: number,
  aside: number,
): void {
  const bring = (chunk: number, from: number) => {
    const { row, rows, column, columns } = blockOf(product, chunk);
    const start = target.start + row * target.stride + column;
    workspace.copyRunsOut(target.data, start, target.stride, rows, columns, from);
  };
  const multiply = (chunk: number) => {
    multiplyChunk(workspace.run, product, chunk, out, aside);
    bring(chunk, out);
  };
  const chunks = chunksOf(product);
  const pays = chunks > 1 && product.rows * product.steps * product.columns >= worthHelp;
  prepare(0);
  if (helper !== null && pays && helper.offer(product, 1))
    return withHelp(helper, chunks, prepare, multiply, bring);
  for (let chunk = 0; chunk < chunks; chunk++) {
    prepare(chunk);
    multiply(chunk);
  }
}

function withHelp(
  helper: Helper,
  chunks: number,
  prepare: (chunk: number) => void,
  multiply: (chunk: number) => void,
  bring: (chunk: number, from: number) => void,
): void {
  const missing = new Set(Array.from({ length: chunks }, (_, chunk) => chunk));
  const collectFinished = () =>
    helper.collect((chunk, from) => {
      bring(chunk, from);
      missing.delete(chunk);
    });
  for (let chunk = 1; chunk < chunks; chunk++) {
    prepare(chunk);
    helper.release(chunk + 1);
    collectFinished();
  }
  for (let chunk = helper.claim(); chunk < chunks; chunk = helper.claim()) {
    multiply(chunk);
    missing.delete(chunk);
    collectFinished();
  }
  while (missing.size > 0 && helper.waitForChunk()) collectFinished();
  for (const chunk of missing) multiply(chunk);
}
