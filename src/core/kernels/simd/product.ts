import type { ProductExports } from "./exports.ts";
import { paddedColumns, panelSteps } from "./panels.ts";
import { multiplyOf, type Tile } from "./tile.ts";

/** A product of packed matrices, cut into chunks; addresses are in the module's memory. */
export interface Product {
  /** a's panels: blocks of `panelSteps` steps, each with all rows. */
  readonly left: number;
  readonly rows: number;
  /** Rows with those that fill the last panel; 1 where there is one row, which goes without. */
  readonly paddedRows: number;
  readonly steps: number;
  /** b's panels: see PackedMatrices. */
  readonly right: number;
  readonly columns: number;
  /** Columns of one of b's panels. */
  readonly panelColumns: Tile["columns"];
  /** Rows and columns of a chunk: whole panels. */
  readonly chunkRows: number;
  readonly chunkColumns: number;
  /** A row that is added, or 0. */
  readonly bias: number;
}

/** Chunks go along the columns first. */
const across = ({ columns, chunkColumns }: Product) => Math.ceil(columns / chunkColumns);

export const chunksOf = (product: Product): number =>
  across(product) * Math.ceil(product.rows / product.chunkRows);

interface Block {
  readonly row: number;
  readonly rows: number;
  readonly column: number;
  readonly columns: number;
}

/** Where a chunk begins and how large it is. */
export function blockOf(product: Product, chunk: number): Block {
  const { rows, columns, chunkRows, chunkColumns } = product;
  const row = Math.floor(chunk / across(product)) * chunkRows;
  const column = (chunk % across(product)) * chunkColumns;
  return {
    row,
    rows: Math.min(chunkRows, rows - row),
    column,
    columns: Math.min(chunkColumns, columns - column),
  };
}

/** One chunk of the product to `out`, its rows side by side; `aside` has `asideBytes`. Its bits depend on nothing else. */
export function multiplyChunk(
  run: ProductExports,
  product: Product,
  chunk: number,
  out: number,
  aside: number,
): void {
  const { left, paddedRows, right, panelColumns, bias } = product;
  const multiply = multiplyOf(run, panelColumns);
  const { row, rows, column, columns } = blockOf(product, chunk);
  for (let step = 0; step < product.steps; step += panelSteps) {
    const steps = Math.min(panelSteps, product.steps - step);
    const a = left + 4 * (step * paddedRows + row * steps);
    const b = right + 4 * (step * paddedColumns(product.columns, panelColumns) + column * steps);
    if (paddedRows === 1) run.multiplyRow(a, b, steps, columns, panelColumns, out, aside, step > 0);
    else multiply(a, b, rows, steps, columns, out, 4 * columns, aside, step > 0);
  }
  if (bias) run.addBias(out, rows, columns, bias + 4 * column);
}
