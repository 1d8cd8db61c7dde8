import type { Matrix } from "../kernels.ts";
import type { Arena, Place } from "./arena.ts";
import { pack, stageLength, type Lanes } from "./pack.ts";
import { mostColumns, type Tile } from "./tile.ts";
import { layOut, type ProductWorkspace } from "./workspace.ts";

/** Steps of k in a block of panels: with a's they stay in the first-level cache. A multiple of the blocks in which sums are added up. */
export const panelSteps = 768;
/** With more rows than this, packing anew costs little beside the product. */
const manyRows = 256;
/** Fewer elements are packed as fast as they are looked up. */
const fewElements = 4096;

/** What is kept for one owner: for each matrix in its memory where its panels are, or null where it was seen but once. */
interface Kept {
  version: number;
  readonly places: Map<string, Place | null>;
}

/**
 * The panels of matrices that come again with the same contents, weights above all: packed at the second use and kept in the module's
 * memory until the contents change or their owner is collected. They take as much memory as the matrices.
 *
 * A matrix of k x n lies in blocks of `panelSteps` steps, each with all panels of a tile's columns one behind the other.
 */
export class PackedMatrices {
  private readonly workspace: ProductWorkspace;
  readonly arena: Arena;
  private readonly kept = new WeakMap<object, Kept>();
  private readonly collected = new FinalizationRegistry<Kept>((kept) => this.release(kept));

  constructor(workspace: ProductWorkspace, arena: Arena) {
    this.workspace = workspace;
    this.arena = arena;
  }

  /** Address of b's panels, as wide as the tile, for a product with m rows; null where there are none. */
  find(b: Matrix, m: number, k: number, n: number, tile: Tile): number | null {
    if (!b.contents || k * n < fewElements) return null;
    const { places } = this.of(b.contents);
    const key = `${tile.columns} ${b.offset} ${b.rowStride} ${b.columnStride} ${k} ${n}`;
    const place = places.get(key);
    if (place) return place.start;
    if (m > manyRows) return null;
    const packed = place === undefined ? null : this.pack(b, k, n, tile);
    places.set(key, packed);
    if (packed) this.releaseWithOwner(b.contents.owner);
    return packed && packed.start;
  }

  private of({ owner, version }: NonNullable<Matrix["contents"]>): Kept {
    let kept = this.kept.get(owner);
    if (kept === undefined) {
      kept = { version, places: new Map() };
      this.kept.set(owner, kept);
    }
    if (kept.version !== version) {
      this.release(kept);
      kept.version = version;
    }
    return kept;
  }

  private releaseWithOwner(owner: object): void {
    this.collected.unregister(owner);
    this.collected.register(owner, this.kept.get(owner)!, owner);
  }

  private release({ places }: Kept): void {
    for (const place of places.values()) if (place) this.arena.release(place);
    places.clear();
  }

  /** b's panels in memory that is the caller's; null where there is none. */
  pack(b: Matrix, k: number, n: number, { columns: width }: Tile): Place | null {
    const padded = paddedColumns(n, width);
    const [stage] = layOut(4 * Math.max(stageLength, mostColumns * panelSteps, n)) ?? [];
    const place = stage === undefined ? null : this.arena.allocate(4 * k * padded);
    if (stage === undefined || place === null) return null;
    const { data, offset, columnStride, rowStride } = b;
    const lanes: Lanes = {
      data, offset, laneStride: columnStride, stepStride: rowStride, width,
    }; // prettier-ignore
    for (let step = 0; step < k; step += panelSteps) {
      const steps = Math.min(panelSteps, k - step);
      pack(this.workspace, lanes, 0, n, step, steps, place.start + 4 * step * padded, stage);
    }
    return place;
  }
}

export const paddedColumns = (n: number, panelColumns: Tile["columns"]): number =>
  Math.ceil(n / panelColumns) * panelColumns;
