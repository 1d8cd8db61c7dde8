import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { SimdExports, WideVectors } from "../../../src/core/kernels/simd/index.ts";
import { WideRows } from "../../../src/core/kernels/simd/wideRows.ts";
import { scratch, Workspace } from "../../../src/core/kernels/simd/workspace.ts";
import { compile, instantiate } from "../../../src/kernel/simdModule.ts";

const dist = resolve(import.meta.dirname, "../../../dist");

describe("row kernels in wide registers", () => {
  const exports = instantiate(compile(resolve(dist, "kernels.wasm"))!);
  exports.memory.grow(scratch.end / 2 ** 16);

  /** A clock that softmax drives, by so many milliseconds a run. */
  function timed(takes: { softmax: number }) {
    let [clock, asked] = [0, 0];
    const run: SimdExports = {
      ...exports,
      softmax(...args) {
        clock += takes.softmax;
        exports.softmax(...args);
      },
    };
    const vectors: WideVectors = { isAllowed: true, optimize: () => void asked++, now: () => clock };
    return { run, vectors, wait: (time: number) => (clock += time), asked: () => asked };
  }

  it("are optimized when they have work enough", () => {
    const { run, vectors, asked } = timed({ softmax: 1 });
    const rows = new WideRows(new Workspace(run), vectors);
    assert.ok(rows.areReady(2 ** 14));
    assert.deepEqual([asked(), rows.areWide], [0, false]);
    for (let again = 0; again < 4; again++) assert.ok(rows.areReady(2 ** 14));
    assert.deepEqual([asked(), rows.areWide], [1, true]);
  });

  it("are optimized again when they have become slow, as after a debugger, and only then", () => {
    const takes = { softmax: 10 };
    const { run, vectors, wait, asked } = timed(takes);
    const rows = new WideRows(new Workspace(run), vectors);
    const after = (milliseconds: number) => {
      wait(milliseconds);
      rows.areReady(2 ** 15);
      return asked();
    };
    assert.equal(after(0), 1);
    assert.equal(after(1000), 1, "as fast as before");
    takes.softmax = 15;
    assert.equal(after(1), 1, "no pause");
    assert.equal(after(210), 2, "slow");
    assert.equal(after(210), 2, "it did not help, as while the debugger is there");
    assert.equal(after(210), 3, "later it is tried again");
    takes.softmax = 10;
    assert.equal(after(2000), 3, "fast again");
  });

  it("are not used where optimizing them has changed a bit", () => {
    let factor = 1;
    const changing: SimdExports = {
      ...exports,
      softmax(x, rows, columns, out) {
        exports.softmax(x, rows, columns, out);
        new Float32Array(exports.memory.buffer, out, 1)[0]! *= factor;
      },
    };
    const optimize = (run: () => void) => {
      factor = 1.001;
      run();
    };
    const rows = new WideRows(new Workspace(changing), { isAllowed: true, optimize, now: () => 0 });
    assert.equal(rows.areReady(2 ** 20), false);
    assert.equal(rows.areReady(1), false);
    assert.equal(rows.areWide, false);
  });
});
