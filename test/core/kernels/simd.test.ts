import assert from "node:assert/strict";
import fc from "fast-check";
import { useKernels, type Kernels } from "../../../src/core/kernels/kernels.ts";
import { scalar } from "../../../src/core/kernels/scalar/index.ts";
import type { Op, Sample } from "../../../src/core/ops/op.ts";
import { registry } from "../../../src/core/ops/registry.ts";
import { uniform } from "../../../src/core/ops/sampleInputs.ts";
import { Tensor } from "../../../src/core/tensor.ts";
import { assertClose } from "../closeTo.ts";
import { allSimdKernels } from "./loadKernels.ts";

function using<T>(kernels: Kernels, run: () => T): T {
  const before = useKernels(kernels);
  try {
    return run();
  } finally {
    useKernels(before);
  }
}

/** Output and all gradients of one sample. */
function everything(op: Op, sample: Sample<object>): Float32Array[] {
  const inputs = sample.inputs.map((input) => new Tensor(input, { requiresGrad: op.backward !== undefined }));
  const output = Tensor.run(op, inputs, sample.attributes);
  if (op.backward) output.backward(new Tensor(uniform(output.shape, 99)));
  return [output, ...inputs.map((input) => input.grad)].flatMap((one) => (one ? [one.data.slice()] : []));
}

/** A float32 that is often awkward. */
const number = fc.oneof(
  { weight: 20, arbitrary: fc.float({ min: -8, max: 8, noNaN: true }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0, -0, 1e-40, -1e-40, 88, -104, 1e4, 3e38, NaN, Infinity, -Infinity),
  },
);
const finite = fc.float({ min: -8, max: 8, noNaN: true });
const count = fc.integer({ min: 0, max: 300 });

const matrix = (element: fc.Arbitrary<number>) =>
  fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 150 }))
    .chain(([rows, columns]) =>
      fc
        .array(element, { minLength: rows * columns, maxLength: rows * columns })
        .map((values) => ({ columns, x: Float32Array.from(values) })),
    );

/** NaN and infinities must stand in the same places; all else agrees within `tolerance` of the largest finite value, or of itself. */
function assertAgrees(actual: Float32Array, expected: Float32Array, tolerance: number, what: string): void {
  const size = expected.reduce(
    (largest, value) => (Number.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest),
    0,
  );
  expected.forEach((value, i) => {
    const found = actual[i]!;
    if (Object.is(found, value) || found === value) return;
    const near = Number.isFinite(value) && Math.abs(found - value) <= tolerance * Math.max(size, 1e-30);
    assert.ok(near, `${what}: element ${i} is ${found}, expected ${value} (largest ${size})`);
  });
}

for (const simd of allSimdKernels) {
  describe(`${simd.name} kernels`, () => {
    for (const [key, op] of registry) {
      op.samples().forEach((sample, index) => {
        it(`agree with scalar on ${key}, sample ${index}`, () => {
          const expected = using(scalar, () => everything(op, sample));
          const actual = using(simd, () => everything(op, sample));
          actual.forEach((values, i) =>
            assertClose(values, expected[i]!, 1e-6, i === 0 ? "output" : `gradient ${i}`),
          );
        });
      });
    }

    it("agree with scalar on elementwise functions of any numbers and any length", () => {
      const functions = ["relu", "abs", "neg", "square", "sqrt", "exp", "tanh", "sigmoid", "silu"];
      fc.assert(
        fc.property(fc.constantFrom(...functions), fc.array(number, { maxLength: 300 }), (name, values) => {
          const op = [...registry.values()].find((one) => one.name === name)!;
          const sample = { inputs: [new Tensor(uniform([values.length], 1)).array], attributes: {} };
          sample.inputs[0]!.data.set(values);
          const run = () => op.forward(sample.inputs, {}, [values.length]).values();
          const expected = using(scalar, run);
          const actual = using(simd, run);
          expected.forEach((value, i) =>
            assertAgrees(actual.subarray(i, i + 1), Float32Array.of(value), 6e-7, `${name}(${values[i]})`),
          );
        }),
      );
    });

    it("agree with scalar on GELU of any numbers, both forms", () => {
      fc.assert(
        fc.property(fc.boolean(), fc.array(number, { minLength: 64, maxLength: 90 }), (tanh, values) => {
          const x = new Tensor(uniform([values.length], 1));
          x.data.set(values);
          const run = () => x.gelu({ approximate: tanh ? "tanh" : "none" }).data;
          const expected = using(scalar, run);
          using(simd, run).forEach((value, i) => {
            const near = Math.abs(value - expected[i]!) <= 4e-7 * Math.max(1, Math.abs(values[i]!));
            assert.ok(
              near || Object.is(value, expected[i]),
              `gelu(${values[i]}) is ${value}, expected ${expected[i]}`,
            );
          });
        }),
      );
    });

    it("agree with scalar on rows of any numbers: softmax, its gradients and the norms", () => {
      fc.assert(
        fc.property(matrix(number), matrix(finite), fc.boolean(), ({ x, columns }, other, centered) => {
          const grad = Float32Array.from(x, (_, i) => other.x[i % other.x.length]!);
          const weight = grad.slice(0, columns).map((value) => 1 + Math.abs(value) / 8);
          const bias = weight.map((value) => value / 16);
          const how = { eps: 1e-5, centered };
          const both = (
            run: (kernels: Kernels, out: Float32Array) => void,
            what: string,
            tolerance = 1e-6,
          ) => {
            const [actual, expected] = [simd, scalar].map((kernels) => {
              const out = new Float32Array(x.length);
              run(kernels, out);
              return out;
            });
            for (let row = 0; row < x.length; row += columns)
              assertAgrees(
                actual!.subarray(row, row + columns),
                expected!.subarray(row, row + columns),
                tolerance,
                what,
              );
          };
          both((k, out) => k.softmax(x, columns, out), "softmax");
          both((k, out) => k.logSoftmax(x, columns, out), "logSoftmax");
          both((k, out) => k.normalize(x, columns, how, null, null, out), "normalize");
          both(
            (k, out) => k.normalize(x, columns, how, weight, bias, out),
            "normalize with weight and bias",
            3e-6,
          );
          const y = new Float32Array(x.length);
          scalar.softmax(x, columns, y);
          both((k, out) => k.softmaxGradient(y, grad, columns, out), "softmaxGradient");
        }),
        { numRuns: 200 },
      );
    });

    it("agree with scalar on sums and means over any axis, to the last bit or the one beside it", () => {
      const length = fc.integer({ min: 0, max: 70 });
      fc.assert(
        fc.property(fc.nat(5), length, length, fc.boolean(), (outer, middle, inner, mean) => {
          const x = uniform([outer * middle * inner], 1).data;
          const [actual, expected] = [simd, scalar].map((kernels) => {
            const out = new Float32Array(outer * inner);
            kernels.reduce(mean ? "mean" : "sum", x, { outer, length: middle, inner }, out, 0);
            return out;
          });
          expected!.forEach((value, i) =>
            assert.ok(
              Object.is(actual![i], value) || Math.abs(actual![i]! - value) <= 1.2e-7 * Math.abs(value),
            ),
          );
        }),
        { numRuns: 60 },
      );
    });

    it("agree with scalar on broadcast arithmetic to the bit", () => {
      const shapes = [
        [[5, 40], [5, 40]], [[5, 40], [40]], [[40], [5, 40]], [[5, 40], [5, 1]], [[5, 1], [5, 40]], [[3, 2, 40], [2, 40]],
        [[3, 1, 40], [1, 2, 40]], [[3, 2, 37], []], [[], [3, 2, 37]], [[1, 9000], [3, 1]], [[3, 9000], [9000]], [[0, 40], [40]],
      ] as const; // prettier-ignore
      for (const [a, b] of shapes) {
        const [x, y] = [new Tensor(uniform(a, 1)), new Tensor(uniform(b, 2))];
        for (const run of [() => x.add(y), () => x.sub(y), () => x.mul(y), () => x.div(y)])
          assert.deepEqual(using(simd, run).data, using(scalar, run).data, `${String(a)} and ${String(b)}`);
        const cut = x.rank > 1 ? x.slice(null, [0, Math.max(1, x.shape.at(-1)! - 3)]) : x;
        const doubled = () => cut.add(cut);
        assert.deepEqual(using(simd, doubled).data, using(scalar, doubled).data);
      }
    });

    it("multiply matrices of any size and strides to float32's accuracy", () => {
      const side = fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }) },
        { weight: 1, arbitrary: fc.integer({ min: 250, max: 300 }) },
      );
      const zero = fc.oneof({ weight: 9, arbitrary: side }, { weight: 1, arbitrary: fc.constant(0) });
      fc.assert(
        fc.property(side, zero, side, fc.nat(2), fc.nat(2), (m, k, n, howA, howB) => {
          const operand = (rows: number, columns: number, how: number, seed: number) => {
            if (how === 0) return new Tensor(uniform([rows, columns], seed));
            if (how === 1) return new Tensor(uniform([columns, rows], seed)).transpose();
            return new Tensor(uniform([rows, 2 * columns], seed)).slice(null, [0, null, 2]);
          };
          const [a, b] = [operand(m, k, howA, 1), operand(k, n, howB, 2)];
          const product = () => a.matmul(b).data;
          assertClose(using(simd, product), using(scalar, product), 2e-6, `${m} x ${k} x ${n}`);
        }),
        { numRuns: 60 },
      );
    });

    it("hide neither NaN nor infinity in a product, and keep them to their rows and columns", () => {
      const a = new Tensor(uniform([13, 30], 1));
      a.data[4 * 30 + 7] = NaN;
      a.data[9 * 30 + 2] = Infinity;
      const product = using(simd, () => a.matmul(new Tensor(uniform([30, 19], 2))).data);
      product.forEach((value, i) =>
        assert.equal(Number.isFinite(value), ![4, 9].includes(Math.floor(i / 19))),
      );
    });

    it("give a row of a product the same bits alone, anywhere in a tile and in any batch", () => {
      for (const [k, n] of [
        [33, 21],
        [700, 70],
        [2500, 9],
      ] as const) {
        const b = new Tensor(uniform([k, n], 3));
        const a = new Tensor(uniform([23, k], 4));
        const whole = using(simd, () => a.matmul(b));
        for (let row = 0; row < 23; row++) {
          const expected = whole.slice(row).clone().data;
          const alone = using(simd, () => a.slice([row, row + 1]).matmul(b).data);
          assert.deepEqual(alone, expected, `row ${row} alone`);
          const later = using(simd, () => a.slice([row, null]).matmul(b).slice(0).clone().data);
          assert.deepEqual(later, expected, `row ${row} first`);
          const transposed = using(
            simd,
            () => a.slice([row, null]).matmul(b.transpose().clone().transpose()).slice(0).clone().data,
          );
          assert.deepEqual(transposed, expected, `row ${row} with the other operand transposed in memory`);
        }
      }
    });

    it("do nothing for no rows", () => {
      const none = new Float32Array(0);
      const gradients = { x: none, weight: new Float32Array(7).fill(1), bias: new Float32Array(7).fill(1) };
      const how = { eps: 1e-5, centered: true };
      for (const columns of [1, 7, 64]) {
        simd.softmax(none, columns, none);
        simd.logSoftmaxGradient(none, none, columns, none);
        simd.normalize(none, columns, how, null, null, none);
      }
      simd.normalizeGradient(none, none, 7, how, null, gradients);
      assert.deepEqual([...gradients.weight, ...gradients.bias], new Array(14).fill(0));
    });

    it("give a row of softmax the same bits when terms of 0 follow it", () => {
      for (const columns of [1, 3, 4, 7, 8, 20, 61, 64, 65, 130]) {
        const row = uniform([columns], 5, -4, 4).data;
        const expected = new Float32Array(columns);
        simd.softmax(row, columns, expected);
        for (const wider of [columns + 1, columns + 15, 200]) {
          const padded = new Float32Array(wider).fill(-Infinity);
          padded.set(row);
          const out = new Float32Array(wider);
          simd.softmax(padded, wider, out);
          assert.deepEqual(out.subarray(0, columns), expected, `${columns} in ${wider}`);
          assert.ok(out.subarray(columns).every((value) => value === 0));
        }
      }
    });

    it("give a row of softmax and of the norms the same bits wherever it stands", () => {
      for (const columns of [1, 5, 64, 77, 768, 5000]) {
        const x = uniform([9, columns], 5, -4, 4).data;
        x.fill(1e30, columns, 2 * columns);
        const functions: [string, (k: Kernels, rows: Float32Array, out: Float32Array) => void][] = [
          ["softmax", (k, rows, out) => k.softmax(rows, columns, out)],
          ["logSoftmax", (k, rows, out) => k.logSoftmax(rows, columns, out)],
          [
            "layerNorm",
            (k, rows, out) => k.normalize(rows, columns, { eps: 1e-5, centered: true }, null, null, out),
          ],
          [
            "rmsNorm",
            (k, rows, out) => k.normalize(rows, columns, { eps: 1e-5, centered: false }, null, null, out),
          ],
        ];
        for (const [name, run] of functions) {
          const whole = new Float32Array(x.length);
          run(simd, x, whole);
          for (let row = 0; row < 9; row++) {
            const alone = new Float32Array(columns);
            run(simd, x.slice(row * columns, (row + 1) * columns), alone);
            assert.deepEqual(
              alone,
              whole.slice(row * columns, (row + 1) * columns),
              `${name}, row ${row} of ${columns}`,
            );
          }
        }
      }
    });

    it("do the norm's backward pass as scalar does, for rows that need float64 too", () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 7 }),
          fc.integer({ min: 1, max: 100 }),
          fc.boolean(),
          fc.nat(),
          (rows, columns, centered, seed) => {
            const x = uniform([rows, columns], seed, -3, 3).data;
            x.fill(1e25, 0, columns);
            if (columns > 2) x[1] = 3e25;
            const grad = uniform([rows, columns], seed + 1).data;
            const weight = uniform([columns], seed + 2, 0.5, 2).data;
            const [actual, expected] = [simd, scalar].map((kernels) => {
              const out = {
                x: new Float32Array(x.length),
                weight: new Float32Array(columns),
                bias: new Float32Array(columns),
              };
              kernels.normalizeGradient(x, grad, columns, { eps: 1e-5, centered }, weight, out);
              return out;
            });
            for (let row = columns; row < x.length; row += columns)
              assertAgrees(
                actual!.x.subarray(row, row + columns),
                expected!.x.subarray(row, row + columns),
                5e-6,
                "x",
              );
            assertAgrees(actual!.weight, expected!.weight, 2e-6, "weight");
            assertAgrees(actual!.bias, expected!.bias, 2e-7, "bias");
          },
        ),
      );
    });

    it("do the norm's backward pass as scalar does off zero, and keep NaN and infinity to their row", () => {
      const shape = fc.oneof(
        { weight: 9, arbitrary: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 200 })) },
        {
          weight: 1,
          arbitrary: fc.tuple(fc.integer({ min: 10, max: 150 }), fc.integer({ min: 1, max: 40 })),
        },
      );
      const spoiler = fc.constantFrom(1, NaN, Infinity, -Infinity);
      fc.assert(
        fc.property(
          shape,
          fc.boolean(),
          fc.constantFrom(0, 2, -50),
          spoiler,
          fc.nat(),
          (size, centered, mean, spoilt, seed) => {
            const [rows, columns] = size;
            const x = uniform(size, seed, mean - 1, mean + 1).data;
            x[seed % x.length] = spoilt;
            const grad = uniform(size, seed + 1).data;
            const weight = uniform([columns], seed + 2, 0.5, 2).data;
            const [actual, expected] = [simd, scalar].map((kernels) => {
              const out = {
                x: new Float32Array(x.length),
                weight: new Float32Array(columns),
                bias: new Float32Array(columns),
              };
              kernels.normalizeGradient(x, grad, columns, { eps: 1e-5, centered }, weight, out);
              return out;
            });
            const cut = (from: Float32Array, row: number) =>
              from.subarray(row * columns, (row + 1) * columns);
            for (let row = 0; row < rows; row++)
              assertAgrees(cut(actual!.x, row), cut(expected!.x, row), 5e-6, `row ${row} of ${rows}`);
            assertAgrees(actual!.weight, expected!.weight, 2e-6, "weight");
            assertAgrees(actual!.bias, expected!.bias, 2e-7, "bias");
          },
        ),
        { numRuns: 200 },
      );
    });

    it("take a step of Adam as scalar does", () => {
      fc.assert(
        fc.property(count, (length) => {
          const [actual, expected] = [simd, scalar].map((kernels) => {
            const [values, gradient, first] = [1, 2, 3].map((seed) => uniform([length], seed).data) as [
              Float32Array,
              Float32Array,
              Float32Array,
            ];
            const second = uniform([length], 4, 0, 1).data;
            kernels.adamStep({
              values,
              gradient,
              first,
              second,
              beta1: 0.9,
              beta2: 0.999,
              rate: 0.01,
              correction: 0.5,
              eps: 1e-8,
              decay: 0.1,
              keep: 0.99,
            });
            return [values, first, second];
          });
          expected!.forEach((array, i) => assertAgrees(actual![i]!, array, 1.2e-7, `array ${i}`));
        }),
        { numRuns: 20 },
      );
    });
  });
}
