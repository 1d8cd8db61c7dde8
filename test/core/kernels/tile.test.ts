import assert from "node:assert/strict";
import { resolve } from "node:path";
import fc from "fast-check";
import type { SimdExports, WideVectors } from "../../../src/core/kernels/simd/index.ts";
import { fastestTile } from "../../../src/core/kernels/simd/tile.ts";
import { scratch, Workspace } from "../../../src/core/kernels/simd/workspace.ts";
import { compile, instantiate } from "../../../src/kernel/simdModule.ts";
import { allSimdKernels } from "./loadKernels.ts";

const module = compile(resolve(import.meta.dirname, "../../../dist/kernels.relaxed.wasm"));

describe("the tile of products", () => {
  if (module === null) return;
  const exports = instantiate(module);
  exports.memory.grow(scratch.end / 2 ** 16);

  const columnsWith = (run: SimdExports, relaxed: boolean, vectors?: WideVectors) =>
    fastestTile(new Workspace(run), relaxed, vectors).columns;
  const answering = (isFaster: boolean): WideVectors => ({
    optimize: (run) => run(),
    isFaster: () => isFaster,
  });

  it("is wide where that has proven faster, and narrow otherwise", () => {
    assert.equal(columnsWith(exports, true, answering(true)), 16);
    assert.equal(columnsWith(exports, true, answering(false)), 8);
    assert.equal(columnsWith(exports, true), 8);
    assert.equal(columnsWith(exports, false, answering(true)), 8);
  });

  it("is narrow where the wide one gives other bits", () => {
    const wrong: SimdExports = {
      ...exports,
      multiplyWide(...args) {
        exports.multiplyWide!(...args);
        new Float32Array(exports.memory.buffer, args[5], 1)[0]! += 1e-6;
      },
    };
    assert.equal(columnsWith(wrong, true, answering(true)), 8);
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
