import assert from "node:assert/strict";
import { MemoryGuard } from "../../src/kernel/memoryGuard.ts";

const mebibyte = 2 ** 20;

/** A system that has so many mebibytes left, and gets some back when garbage is collected. */
function system(left: number, garbage = 0) {
  const counts = { asked: 0, collected: 0 };
  let held = 0;
  const guard = new MemoryGuard(
    () => (counts.asked++, (left - held) * mebibyte),
    () => {
      counts.collected++;
      left += garbage;
      garbage = 0;
    },
  );
  const allocate = (size: number) => {
    guard.ask(size * mebibyte);
    held += size;
  };
  return { counts, allocate };
}

describe("the guard of memory", () => {
  it("refuses before the last half gibibyte, and says what is left and what to do", () => {
    const { allocate } = system(4096);
    let held = 0;
    const run = () => {
      for (; ; held += 100) allocate(100);
    };
    assert.throws(run, (error) => {
      assert.ok(error instanceof RangeError);
      assert.match(
        error.message,
        /^the system has 596 MiB left, .* let go of those that are no longer needed/,
      );
      return true;
    });
    assert.equal(held, 3500);
  });

  it("asks the system seldom as long as there is plenty", () => {
    const { counts, allocate } = system(65_536);
    for (let i = 0; i < 10_000; i++) allocate(1);
    assert.ok(counts.asked <= 4, `asked ${counts.asked} times`);
  });

  it("collects garbage before it refuses", () => {
    const { counts, allocate } = system(600, 1000);
    allocate(500);
    assert.equal(counts.collected, 1);
    assert.throws(() => allocate(700), RangeError);
  });

  it("leaves small arrays some of the rest, to look into what went wrong with", () => {
    const { allocate } = system(400);
    assert.throws(() => allocate(1), RangeError);
    allocate(0.5);
  });
});
