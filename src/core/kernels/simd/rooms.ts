import type { Matrix } from "../kernels.ts";
import { Arena } from "./arena.ts";
import type { SimdExports, TileRows } from "./exports.ts";
import { Helper, helperBytes } from "./helper.ts";
import type { MatmulRoom } from "./matmul.ts";
import { PackedMatrices } from "./packedMatrices.ts";
import { scratch, Workspace } from "./workspace.ts";

/** Multiplications and additions of the first product that is worth starting a second thread for. */
const largeProduct = 2 ** 22;
/** Elements of a weight whose panels are kept where the helper sees them. */
const largeWeight = 2 ** 16;

/**
 * Where products of matrices are worked out: small ones in the module's own memory, large ones in memory that is shared with a second
 * thread, where the host has one. It is asked for when the first large product comes.
 */
export class Rooms {
  private readonly own: MatmulRoom;
  private readonly start: () => SimdExports | null;
  private shared: MatmulRoom | null | undefined;

  /** @param start gives an instance over memory in which a second thread helps (`help` in helper.ts), or null. */
  constructor(own: Workspace, tileRows: TileRows, start: () => SimdExports | null) {
    this.own = roomIn(own, tileRows, false);
    this.start = start;
  }

  for(b: Matrix, m: number, k: number, n: number): MatmulRoom {
    const work = m * k * n;
    if (this.shared === undefined && work >= largeProduct) this.shared = this.startHelper();
    if (!this.shared) return this.own;
    const isLarge = b.contents ? k * n >= largeWeight : work >= largeProduct;
    return isLarge ? this.shared : this.own;
  }

  private startHelper(): MatmulRoom | null {
    const exports = this.start();
    if (exports === null) return null;
    growTo(exports.memory, scratch.end);
    return roomIn(new Workspace(exports), this.own.tileRows, true);
  }
}

function roomIn(workspace: Workspace, tileRows: TileRows, isShared: boolean): MatmulRoom {
  const { memory } = workspace.run;
  const arena = new Arena(memory);
  const slots = isShared ? arena.allocate(helperBytes) : null;
  const helper = slots && new Helper(memory, slots.start);
  return { workspace, packed: new PackedMatrices(workspace, arena), tileRows, helper };
}

/** Gives the module so many bytes of memory at least. */
export function growTo(memory: SimdExports["memory"], bytes: number): void {
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / 2 ** 16);
  if (pages > 0) memory.grow(pages);
}
