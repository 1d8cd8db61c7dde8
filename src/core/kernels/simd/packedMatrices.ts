import type { Matrix } from "../kernels.ts";
import type { Arena, Place } from "./arena.ts";
import { stageLength } from "./pack.ts";
import { packerOf, paddedColumns, panelSteps, type Panels } from "./panels.ts";
import { mostColumns, type Tile } from "./tile.ts";
import { layOut, type ProductWorkspace } from "./workspace.ts";

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
  private pack(b: Matrix, k: number, n: number, tile: Tile): Place | null {
    const [stage] = layOut(4 * Math.max(stageLength, mostColumns * panelSteps, n)) ?? [];
    const place = stage === undefined ? null : this.reserve(k, n, tile);
    if (stage === undefined || place === null) return null;
    packerOf(this.workspace, panelsOf(b, k, n, tile, place.start), stage)(n);
    return place;
  }

  /** Memory for b's panels that is the caller's; null where there is none. */
  reserve(k: number, n: number, { columns }: Tile): Place | null {
    return this.arena.allocate(4 * k * paddedColumns(n, columns));
  }
}

/** All of b, to be packed to `to`. */
export function panelsOf(b: Matrix, k: number, n: number, { columns }: Tile, to: number): Panels {
  const { data, offset, columnStride, rowStride } = b;
  const operand = { data, offset, laneStride: columnStride, stepStride: rowStride, width: columns };
  return { operand, first: 0, count: n, steps: k, to };
}
