import assert from "node:assert/strict";
import { resolve } from "node:path";
import fc from "fast-check";
import type { SimdExports, WideVectors } from "../../../src/core/kernels/simd/index.ts";
import { FastestTile } from "../../../src/core/kernels/simd/tile.ts";
import { scratch, Workspace } from "../../../src/core/kernels/simd/workspace.ts";
import { compile, instantiate } from "../../../src/kernel/simdModule.ts";
import { allSimdKernels } from "./loadKernels.ts";

const module = compile(resolve(import.meta.dirname, "../../../dist/kernels.relaxed.wasm"));

describe("the tile of products", () => {
  if (module === null) return;
  const exports = instantiate(module);
  exports.memory.grow(scratch.end / 2 ** 16);

  /** A module whose products take so many milliseconds, and its clock. */
  function timed(takes: { narrow: number; wide: number }) {
    let clock = 0;
    let optimized = 0;
    const run: SimdExports = {
      ...exports,
      multiply(...args) {
        clock += takes.narrow;
        exports.multiply(...args);
      },
      multiplyWide(...args) {
        clock += takes.wide;
        exports.multiplyWide!(...args);
      },
    };
    const vectors = {
      isAllowed: true,
      optimize(product: () => void) {
        optimized++;
        product();
      },
      now: () => clock,
    };
    return { run, vectors, wait: (time: number) => (clock += time), optimized: () => optimized };
  }

  const columnsWith = (run: SimdExports, relaxed: boolean, vectors?: WideVectors) =>
    new FastestTile(new Workspace(run), relaxed, vectors).next().columns;

  it("is wide where that has proven faster, and narrow otherwise", () => {
    const [faster, slower] = [timed({ narrow: 2, wide: 1 }), timed({ narrow: 1, wide: 2 })];
    assert.equal(columnsWith(faster.run, true, faster.vectors), 16);
    assert.equal(columnsWith(slower.run, true, slower.vectors), 8);
    assert.equal(columnsWith(exports, true), 8);
    assert.equal(columnsWith(exports, false, faster.vectors), 8);
  });

  it("is narrow as long as the host does not know whether the engine manages the wide one", () => {
    const { run, vectors, optimized } = timed({ narrow: 2, wide: 1 });
    const tile = new FastestTile(new Workspace(run), true, vectors);
    vectors.isAllowed = false;
    assert.equal(tile.next().columns, 8);
    assert.equal(optimized(), 0);
    vectors.isAllowed = true;
    assert.equal(tile.next().columns, 16);
  });

  it("is narrow where the wide one gives other bits", () => {
    const { run, vectors } = timed({ narrow: 2, wide: 1 });
    const wrong: SimdExports = {
      ...run,
      multiplyWide(...args) {
        run.multiplyWide!(...args);
        new Float32Array(exports.memory.buffer, args[5], 1)[0]! += 1e-6;
      },
    };
    assert.equal(columnsWith(wrong, true, vectors), 8);
  });

  it("is optimized again after a pause in which its functions have become slow, and only then", () => {
    const takes = { narrow: 2, wide: 1 };
    const { run, vectors, wait, optimized } = timed(takes);
    const tile = new FastestTile(new Workspace(run), true, vectors);
    const after = (milliseconds: number) => {
      wait(milliseconds);
      const { columns } = tile.next();
      return [columns, optimized()];
    };
    assert.deepEqual(after(0), [16, 2]);
    assert.deepEqual(after(1000), [16, 2]);
    takes.wide = 9;
    assert.deepEqual(after(1), [16, 2], "no pause");
    assert.deepEqual(after(1000), [8, 4], "slow");
    for (const again of [6, 8, 8]) assert.deepEqual(after(1000), [8, again], "in doubt, three times");
    Object.assign(takes, { narrow: 20, wide: 10 });
    assert.deepEqual(after(1000), [16, 10], "slow again");
  });

  it("leaves every bit of a product as it is", () => {
    const [narrow, wide] = allSimdKernels.slice(-2);
    const size = fc.integer({ min: 1, max: 70 });
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 600 }), size, fc.boolean(), (m, k, n, isTransposed) => {
        const numbers = (length: number, factor: number) =>
          new Float32Array(length).map((_, i) => ((i * factor) % 1013) / 1013 - 0.5);
        const a = { data: numbers(m * k, 7), offset: 0, rowStride: k, columnStride: 1 };
        const strides = isTransposed ? { rowStride: 1, columnStride: k } : { rowStride: n, columnStride: 1 };
        const b = { data: numbers(k * n, 11), offset: 0, ...strides };
        const [one, other] = [narrow!, wide!].map((kernels) => {
          const out = new Float32Array(m * n);
          kernels.matmul(a, b, m, k, n, out);
          return Buffer.from(out.buffer);
        });
        assert.ok(one!.equals(other!), `${m} x ${k} x ${n}`);
      }),
      { numRuns: 40 },
    );
  });
});
