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
  /** Whether the engine may do that; false as long as the host does not know. */
  readonly isAllowed: boolean;
  /** Runs `run` so often that the engine optimizes the functions that it spends its time in, for the widest registers there are. */
  optimize(run: () => void): void;
  /** Milliseconds since some moment, with fractions. */
  now(): number;
}

/** The most columns of a tile. */
export const mostColumns = 16;
/** Room for two tiles: one that reaches over an end of the result, and the sums of one block of steps. */
export const asideBytes = 2 * 4 * 6 * mostColumns;

/** Products from panels that are as wide as the tile. */
export function multiplyOf(run: ProductExports, columns: Tile["columns"]): Multiply {
  return columns === 16 ? run.multiplyWide! : run.multiply;
}

const narrowTile: Tile = { rows: 6, columns: 8 };
const wideTile: Tile = { rows: 6, columns: 16 };

/** Enough rows, steps and columns for every path through a product. */
const [rows, steps, columns] = [16, 300, 37];
/** Runs of some microseconds, of which the fastest counts. */
const tries = { toChoose: 8, toLook: 3 };
/** Milliseconds without a product, after which a look is taken whether its functions are still fast. */
const pause = 5;
/** Milliseconds until another tile is chosen. */
const patience = 200;
/** Times that the narrow tile must have been chosen in a row to be believed: other work on the machine may have slowed the wide one down. */
const surely = 3;

/**
 * The fastest tile for this engine: the wide one where it has proven faster on a sample, with the same bits. V8 throws optimized functions
 * away when a debugger comes, as one does at every Stop, and would make them anew with vectors of 128 bits. So a look is taken
 * after every pause.
 */
export class FastestTile {
  private readonly workspace: ProductWorkspace;
  private readonly vectors: WideVectors | undefined;
  private tile: Tile;
  /** What the sample takes with the tile. */
  private took = 0;
  private chosenAt = -Infinity;
  private usedAt = -Infinity;
  /** How often in a row the narrow tile was chosen. */
  private narrowTimes = 0;

  constructor(workspace: ProductWorkspace, relaxed: boolean, vectors?: WideVectors) {
    this.workspace = workspace;
    this.vectors = relaxed && workspace.run.multiplyWide ? vectors : undefined;
    this.tile = relaxed ? narrowTile : { rows: 4, columns: 8 };
  }

  /** The tile of the next product. May overwrite the workspace. */
  next(): Tile {
    const { vectors } = this;
    if (!vectors?.isAllowed) return this.tile;
    const now = vectors.now();
    if (now - this.chosenAt > patience && this.isInDoubt(vectors, now)) this.choose(vectors);
    this.usedAt = now;
    return this.tile;
  }

  private isInDoubt(vectors: WideVectors, now: number): boolean {
    const isSure = this.narrowTimes === 0 || this.narrowTimes >= surely;
    return !isSure || (now - this.usedAt > pause && !this.isStillFast(vectors));
  }

  private isStillFast(vectors: WideVectors): boolean {
    if (this.chosenAt === -Infinity) return false;
    const run = sampleProduct(this.workspace, this.tile);
    return fastest(vectors, [run], tries.toLook)[0]! < 1.5 * this.took;
  }

  private choose(vectors: WideVectors): void {
    fillSample(this.workspace);
    const [narrow, wide] = [narrowTile, wideTile].map((tile) => sampleProduct(this.workspace, tile)) as [
      () => void,
      () => void,
    ];
    vectors.optimize(narrow);
    const expected = sampleBits(this.workspace);
    vectors.optimize(wide);
    const areSame = sampleBits(this.workspace).every((value, i) => value === expected[i]);
    const [narrowTook, wideTook] = fastest(vectors, [narrow, wide], tries.toChoose) as [number, number];
    const isWide = areSame && wideTook < 0.9 * narrowTook;
    [this.tile, this.took] = isWide ? [wideTile, wideTook] : [narrowTile, narrowTook];
    this.narrowTimes = isWide ? 0 : this.narrowTimes + 1;
    this.chosenAt = vectors.now();
  }
}

/** Milliseconds of each at its best, in turns: other work on the machine takes from all. */
export function fastest(
  { now }: Pick<WideVectors, "now">,
  runs: readonly (() => void)[],
  times: number,
): number[] {
  const best = runs.map(() => Infinity);
  for (let i = 0; i < times; i++)
    runs.forEach((run, which) => {
      const start = now();
      run();
      best[which] = Math.min(best[which]!, now() - start);
    });
  return best;
}

function layOutSample() {
  const [numbers, left, out, aside, narrow, wide] = layOut(
    4 * steps * columns,
    4 * steps * (rows + wideTile.rows),
    4 * rows * columns,
    asideBytes,
    4 * steps * (columns + narrowTile.columns),
    4 * steps * (columns + wideTile.columns),
  ) as [number, number, number, number, number, number];
  return { numbers, left, out, aside, right: { 8: narrow, 16: wide } };
}

function fillSample({ run, floats }: ProductWorkspace): void {
  const { numbers, left, right } = layOutSample();
  for (let i = 0; i < steps * columns; i++) floats[(numbers >> 2) + i] = ((i * 7919) % 1013) / 1013 - 0.5;
  run.pack(numbers, 4 * steps, 4, rows, steps, wideTile.rows, left, 4 * wideTile.rows * steps);
  for (const tile of [narrowTile, wideTile])
    run.pack(
      numbers,
      4,
      4 * columns,
      columns,
      steps,
      tile.columns,
      right[tile.columns],
      4 * tile.columns * steps,
    );
}

/** The product of what lies where the sample's panels are. */
function sampleProduct({ run }: ProductWorkspace, tile: Tile): () => void {
  const { left, right, out, aside } = layOutSample();
  const multiply = multiplyOf(run, tile.columns);
  return () => multiply(left, right[tile.columns], rows, steps, columns, out, 4 * columns, aside, false);
}

const sampleBits = ({ floats }: ProductWorkspace) =>
  new Int32Array(floats.buffer, layOutSample().out, rows * columns).slice();
