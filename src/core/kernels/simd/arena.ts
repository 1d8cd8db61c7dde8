import type { ProductExports } from "./exports.ts";

/** A piece of the module's memory. */
export interface Place {
  readonly start: number;
  readonly bytes: number;
}

const page = 2 ** 16;
/** Addresses stay below this, so that they are positive in 32-bit arithmetic on both sides. */
const limit = 2 ** 31;
/** The memory grows by at least so much. */
const growth = 2 ** 24;

/**
 * Memory of the module beyond the workspace, for what is kept from one call to the next. First fit; what is given back is joined
 * with free neighbours.
 */
export class Arena {
  private readonly memory: ProductExports["memory"];
  /** In the order of their addresses. */
  private free: Place[] = [];

  constructor(memory: ProductExports["memory"]) {
    this.memory = memory;
  }

  /** null where the module can have no more memory. */
  allocate(size: number): Place | null {
    const bytes = Math.ceil(size / 64) * 64;
    const found = this.free.findIndex((one) => one.bytes >= bytes);
    if (found < 0) return this.grow(bytes) ? this.allocate(size) : null;
    const { start, bytes: had } = this.free[found]!;
    this.free.splice(found, 1, ...(had > bytes ? [{ start: start + bytes, bytes: had - bytes }] : []));
    return { start, bytes };
  }

  release(place: Place): void {
    const at = this.free.findIndex(({ start }) => start > place.start);
    this.free.splice(at < 0 ? this.free.length : at, 0, place);
    this.free = this.free.reduce<Place[]>((joined, { start, bytes }) => {
      const last = joined.at(-1);
      if (last && last.start + last.bytes === start)
        joined.splice(-1, 1, { start: last.start, bytes: last.bytes + bytes });
      else joined.push({ start, bytes });
      return joined;
    }, []);
  }

  private grow(bytes: number): boolean {
    const pages = Math.ceil(Math.max(bytes, growth) / page);
    if (this.memory.buffer.byteLength + pages * page > limit) return false;
    try {
      const start = this.memory.grow(pages) * page;
      this.release({ start, bytes: pages * page });
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }
}
