import type { Multiply, ProductExports } from "./exports.ts";
import { layOut, type ProductWorkspace } from "./workspace.ts";

/** Rows and columns of the blocks of a result that a product holds in registers. */
export interface Tile {
  readonly rows: 4 | 6;
  readonly columns: 8 | 16;
}

/**
 * What a host does to get at registers of 256 bits. WebAssembly's vectors have 128, but V8 can join two neighbouring ones: with that a
 * tile of 16 columns is twice as fast as one of 8, without it slower, for its sums do not fit into 16 registers.
 */
export interface WideVectors {
  /** Runs `run` so often that the engine optimizes the functions that it spends its time in, for the widest registers there are. */
  optimize(run: () => void): void;
  /** Whether one clearly takes less time than the other. */
  isFaster(one: () => void, other: () => void): boolean;
}

/** The most columns of a tile. */
export const mostColumns = 16;

/** Products from panels that are as wide as the tile. */
export function multiplyOf(run: ProductExports, columns: Tile["columns"]): Multiply {
  return columns === 16 ? run.multiplyWide! : run.multiply;
}

const narrowTile: Tile = { rows: 6, columns: 8 };
const wideTile: Tile = { rows: 6, columns: 16 };

/** The fastest tile for this engine: the wide one where it has proven faster on a sample, with the same bits. Overwrites the workspace. */
export function fastestTile(workspace: ProductWorkspace, relaxed: boolean, vectors?: WideVectors): Tile {
  if (!relaxed) return { rows: 4, columns: 8 };
  if (!vectors || !workspace.run.multiplyWide) return narrowTile;
  const { narrow, wide, bits } = sampleProducts(workspace);
  vectors.optimize(narrow);
  const expected = bits();
  vectors.optimize(wide);
  const areSame = bits().every((value, i) => value === expected[i]);
  return areSame && vectors.isFaster(wide, narrow) ? wideTile : narrowTile;
}

/** Enough rows, steps and columns for every path through a product. */
const [rows, steps, columns] = [16, 300, 37];

/** One product with both tiles, and the bits of the result that was written last. */
function sampleProducts(workspace: ProductWorkspace) {
  const { run, floats } = workspace;
  const [numbers, left, out, edge, ...right] = layOut(
    4 * steps * columns,
    4 * steps * (rows + wideTile.rows),
    4 * rows * columns,
    4 * wideTile.rows * wideTile.columns,
    4 * steps * (columns + narrowTile.columns),
    4 * steps * (columns + wideTile.columns),
  ) as [number, number, number, number, number, number];
  for (let i = 0; i < steps * columns; i++) floats[(numbers >> 2) + i] = ((i * 7919) % 1013) / 1013 - 0.5;
  run.pack(numbers, 4 * steps, 4, rows, steps, wideTile.rows, left, 4 * wideTile.rows * steps);
  const [narrow, wide] = [narrowTile, wideTile].map((tile, i) => {
    run.pack(numbers, 4, 4 * columns, columns, steps, tile.columns, right[i]!, 4 * tile.columns * steps);
    const multiply = multiplyOf(run, tile.columns);
    return () => multiply(left, right[i]!, rows, steps, columns, out, 4 * columns, edge, false);
  }) as [() => void, () => void];
  return { narrow, wide, bits: () => new Int32Array(floats.buffer, out, rows * columns).slice() };
}
