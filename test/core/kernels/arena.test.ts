import assert from "node:assert/strict";
import fc from "fast-check";
import { Arena, type Place } from "../../../src/core/kernels/simd/arena.ts";

/** A memory that grows by the rules of WebAssembly without holding anything. */
function memoryOf(pagesAllowed: number) {
  let pages = 0;
  return {
    buffer: { byteLength: 0 } as ArrayBuffer,
    grow(more: number): number {
      if (pages + more > pagesAllowed) throw new RangeError("Maximum memory size exceeded");
      pages += more;
      this.buffer = { byteLength: pages * 2 ** 16 } as ArrayBuffer;
      return pages - more;
    },
  };
}

describe("Arena", () => {
  it("never gives the same memory twice, and uses again what it got back", () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 2 ** 22 })), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (all) => {
        const arena = new Arena(memoryOf(2 ** 14));
        const taken: Place[] = [];
        for (const [take, number] of all) {
          if (!take && taken.length > 0) arena.release(taken.splice(number % taken.length, 1)[0]!);
          else taken.push(arena.allocate(number)!);
          const sorted = taken.toSorted((a, b) => a.start - b.start);
          sorted.forEach(({ start, bytes }, i) =>
            assert.ok(start % 64 === 0 && start + bytes <= (sorted[i + 1]?.start ?? Infinity)),
          );
        }
      }),
    );
  });

  it("joins free neighbours", () => {
    const memory = memoryOf(512);
    const arena = new Arena(memory);
    const parts = [1, 2, 3].map(() => arena.allocate(2 ** 23)!);
    for (const i of [1, 0, 2]) arena.release(parts[i]!);
    assert.equal(arena.allocate(3 * 2 ** 23)!.start, parts[0]!.start);
  });

  it("says so where the memory cannot grow", () => {
    const arena = new Arena(memoryOf(300));
    assert.notEqual(arena.allocate(2 ** 24), null);
    assert.equal(arena.allocate(2 ** 24), null);
    assert.equal(new Arena(memoryOf(2 ** 16)).allocate(2 ** 31 + 1), null);
  });
});
