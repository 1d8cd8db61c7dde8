import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { Kernels } from "../../../src/core/kernels/kernels.ts";
import { scalar } from "../../../src/core/kernels/scalar/index.ts";
import { simdKernels } from "../../../src/core/kernels/simd/index.ts";
import { uniform } from "../../../src/core/ops/sampleInputs.ts";
import { compile, instantiate } from "../../../src/kernel/simdModule.ts";
import { allSimdKernels } from "./loadKernels.ts";

const how = { eps: 1e-5, centered: true };

function gradients(kernels: Kernels, x: Float32Array, grad: Float32Array, columns: number) {
  const weight = uniform([columns], 3, 0.5, 1.5).data;
  const out = {
    x: new Float32Array(x.length),
    weight: new Float32Array(columns),
    bias: new Float32Array(columns),
  };
  kernels.normalizeGradient(x, grad, columns, how, weight, out);
  return out;
}

/** Rows of every kind: near zero, off zero, too large for float32, and with a gradient that all but vanishes. */
function mixed(columns: number) {
  const x = uniform([11, columns], 1, -2, 2).data;
  const grad = uniform([11, columns], 2, -1, 1).data;
  const row = (of: Float32Array, which: number) => of.subarray(which * columns, (which + 1) * columns);
  row(x, 2).forEach((value, i, all) => (all[i] = value + 3));
  row(x, 5).fill(1e30);
  row(grad, 7).set(row(x, 7));
  return { x, grad, row };
}

for (const kernels of allSimdKernels)
  describe(`The norm's backward pass, with ${kernels.name} kernels`, () => {
    for (const columns of [15, 16, 48, 77, 768])
      it(`gives a row of ${columns} the same bits wherever it stands`, () => {
        const { x, grad, row } = mixed(columns);
        const whole = gradients(kernels, x, grad, columns);
        for (let which = 0; which < 11; which++) {
          const alone = gradients(kernels, row(x, which).slice(), row(grad, which).slice(), columns);
          assert.deepEqual(alone.x, row(whole.x, which).slice(), `row ${which}`);
        }
      });

    it("adds up many rows with little more than one rounding", () => {
      const [rows, columns] = [400, 29];
      const x = uniform([rows, columns], 1, -2, 2).data;
      const grad = uniform([rows, columns], 2, 0.5, 1.5).data;
      const [actual, expected] = [kernels, scalar].map((one) => gradients(one, x, grad, columns).bias);
      expected!.forEach((value, i) => assert.ok(Math.abs(actual![i]! - value) <= 1.5e-7 * value));
    });
  });

describe("The norm's backward pass in wide registers", () => {
  for (const columns of [16, 77, 649, 768])
    it(`has the same bits over ${columns} columns as in narrow ones`, () => {
      const { x, grad } = mixed(columns);
      const [narrow, wide] = allSimdKernels.slice(-2).map((kernels) => gradients(kernels, x, grad, columns));
      assert.deepEqual(wide, narrow);
    });
});

describe("The norm's backward pass in the module's own memory", () => {
  it("gives the same bits beyond the caches, where rows are not worked on together", () => {
    const [rows, columns] = [2800, 768];
    const file = resolve(import.meta.dirname, "../../../dist/kernels.wasm");
    const exports = instantiate(compile(file)!);
    const kernels = simdKernels({ exports, relaxed: false });
    const bytes = 4 * rows * columns;
    const start = exports.memory.grow(Math.ceil((3 * bytes) / 2 ** 16)) * 2 ** 16;
    const [x, grad, out] = [0, 1, 2].map(
      (which) => new Float32Array(exports.memory.buffer, start + which * bytes, rows * columns),
    ) as [Float32Array, Float32Array, Float32Array];
    const few = [uniform([35, columns], 1, -2, 2).data, uniform([35, columns], 2, -1, 1).data] as const;
    for (let at = 0; at < x.length; at += few[0].length) [x, grad].forEach((all, i) => all.set(few[i]!, at));
    const expected = gradients(kernels, x.slice(), grad.slice(), columns);
    const weight = uniform([columns], 3, 0.5, 1.5).data;
    kernels.normalizeGradient(x, grad, columns, how, weight, { x: out, weight: null, bias: null });
    assert.ok(expected.x.every((value, i) => value === out[i]));
  });
});
