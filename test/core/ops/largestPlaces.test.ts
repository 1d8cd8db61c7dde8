import assert from "node:assert/strict";
import { largestPlaces } from "../../../src/core/ops/largestPlaces.ts";

/** The same by sorting everything. */
function bySorting(row: Float32Array, k: number): number[] {
  const key = (place: number) => (Number.isNaN(row[place]!) ? 2 : row[place] === Infinity ? 1 : 0);
  return [...row.keys()]
    .sort((a, b) => key(b) - key(a) || (key(a) === 0 ? row[b]! - row[a]! : 0) || a - b)
    .slice(0, k);
}

describe("the places of the largest numbers", () => {
  it("are those that sorting gives, for every k, with equals, NaN, zeros of both signs and infinities", () => {
    const rows = [
      Float32Array.from({ length: 41 }, (_, i) => Math.sin(i * 12.9898) * 43758.5453),
      Float32Array.from({ length: 30 }, (_, i) => (i * 7) % 5),
      Float32Array.of(NaN, 1, Infinity, NaN, -Infinity, 0, -0, Infinity, 1),
      Float32Array.of(3),
    ];
    for (const row of rows)
      for (let k = 0; k <= row.length; k++)
        assert.deepEqual([...largestPlaces(row, k)], bySorting(row, k), `${k} of ${row.join()}`);
  });
});
