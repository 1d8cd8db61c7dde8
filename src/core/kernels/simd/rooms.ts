import type { Matrix } from "../kernels.ts";
import { Arena } from "./arena.ts";
import type { ProductExports } from "./exports.ts";
import { Helper, helperBytes } from "./helper.ts";
import { manyRows, type MatmulRoom } from "./matmul.ts";
import { PackedMatrices } from "./packedMatrices.ts";
import { FastestTile, type Tile, type WideVectors } from "./tile.ts";
import { scratch, Workspace, type BytesOf, type ProductWorkspace } from "./workspace.ts";

/** Multiplications and additions of the first product that is worth starting a second thread for. */
const largeProduct = 2 ** 22;
/** Elements of a weight whose panels are kept where the helper sees them. */
const largeWeight = 2 ** 16;

export interface RoomOptions {
  readonly relaxed: boolean;
  readonly wideVectors: WideVectors | undefined;
  /** Gives an instance over memory in which a second thread helps (`help` in helper.ts), or null. */
  readonly startHelper: () => ProductExports | null;
  readonly bytesOf: BytesOf | undefined;
}

interface Room extends MatmulRoom {
  tile: Tile;
  readonly fastestTile: FastestTile;
}

/**
 * Where products of matrices are worked out: small ones in the module's own memory, large ones in memory that is shared with a second
 * thread, where the host has one. It is asked for when the first large product comes.
 */
export class Rooms {
  private readonly workspace: ProductWorkspace;
  private readonly options: RoomOptions;
  private ownRoom: Room | undefined;
  private shared: Room | null | undefined;

  constructor(workspace: ProductWorkspace, options: RoomOptions) {
    this.workspace = workspace;
    this.options = options;
  }

  for(b: Matrix, m: number, k: number, n: number): MatmulRoom {
    const work = m * k * n;
    if (this.shared === undefined && work >= largeProduct) this.shared = this.startHelper();
    if (!this.shared) return this.own;
    const isLarge = b.contents ? k * n >= largeWeight : m >= manyRows && work >= largeProduct;
    return isLarge ? ready(this.shared) : this.own;
  }

  /** The tile of products in the module's own memory. */
  get tile(): Tile {
    return this.own.tile;
  }

  private get own(): MatmulRoom {
    return ready((this.ownRoom ??= this.roomIn(this.workspace, false)));
  }

  private startHelper(): Room | null {
    const exports = this.options.startHelper();
    if (exports === null) return null;
    growTo(exports.memory, scratch.end);
    return this.roomIn(new Workspace(exports, this.options.bytesOf), true);
  }

  private roomIn(workspace: ProductWorkspace, isShared: boolean): Room {
    const { memory } = workspace.run;
    const arena = new Arena(memory);
    const slots = isShared ? arena.allocate(helperBytes) : null;
    const helper = slots && new Helper(memory, slots.start);
    const fastestTile = new FastestTile(workspace, this.options.relaxed, this.options.wideVectors);
    const packed = new PackedMatrices(workspace, arena);
    return { workspace, packed, tile: fastestTile.next(), fastestTile, helper };
  }
}

/** The room with the tile for its next product. */
function ready(room: Room): MatmulRoom {
  room.tile = room.fastestTile.next();
  return room;
}

/** Gives the module so many bytes of memory at least. */
export function growTo(memory: ProductExports["memory"], bytes: number): void {
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / 2 ** 16);
  if (pages > 0) memory.grow(pages);
}
