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
/** As many make a chunk: a quarter of a millisecond. */
const chunkWork = 2 ** 23;
/** Rows of a chunk, a multiple of both kinds of tiles: each row of a chunk is brought home by a call of its own, and wide rows need few. */
const chunkRows = 120;

/** How much of a product is done at once: all of its rows by itself, or with a helper what fits into its slots. */
export function chunkSize(
  rows: number,
  steps: number,
  columnsMost: number,
  helper: Helper | null,
): Pick<Product, "chunkRows" | "chunkColumns"> {
  if (helper === null) return { chunkRows: rows, chunkColumns: columnsMost };
  const some = Math.min(rows, chunkRows);
  const wanted = Math.min(chunkWork / (some * steps), slotLength / some, columnsMost);
  return {
    chunkRows: some,
    chunkColumns: Math.max(mostColumns, Math.floor(wanted / mostColumns) * mostColumns),
  };
}

/** All chunks of a product, with the helper where there is one and it pays; `out` and `aside` are places in the workspace. */
export function multiplyPacked(
  workspace: ProductWorkspace,
  helper: Helper | null,
  product: Product,
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
  if (helper !== null && pays && helper.offer(product)) return withHelp(helper, chunks, multiply, bring);
  for (let chunk = 0; chunk < chunks; chunk++) multiply(chunk);
}

function withHelp(
  helper: Helper,
  chunks: number,
  multiply: (chunk: number) => void,
  bring: (chunk: number, from: number) => void,
): void {
  const missing = new Set(Array.from({ length: chunks }, (_, chunk) => chunk));
  const collectFinished = () =>
    helper.collect((chunk, from) => {
      bring(chunk, from);
      missing.delete(chunk);
    });
  for (let chunk = helper.claim(); chunk < chunks; chunk = helper.claim()) {
    multiply(chunk);
    missing.delete(chunk);
    collectFinished();
  }
  while (missing.size > 0 && helper.waitForChunk()) collectFinished();
  for (const chunk of missing) multiply(chunk);
}
