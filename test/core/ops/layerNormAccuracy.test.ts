import assert from "node:assert/strict";
import { layerNorm } from "../../../src/core/functions/norms.ts";
import { tensor } from "../../../src/core/creation.ts";
import { useKernels } from "../../../src/core/kernels/kernels.ts";
import { scalar } from "../../../src/core/kernels/scalar/index.ts";
import { Xoshiro } from "../../../src/core/random/xoshiro.ts";
import { relativeError } from "../closeTo.ts";
import { allSimdKernels } from "../kernels/loadKernels.ts";

const eps = 1e-5;

/** LayerNorm in float64, with a compensated sum, so that the reference owes nothing to the implementation. */
function reference(row: Float32Array): Float32Array {
  const mean = exactSum(row) / row.length;
  const differences = Float64Array.from(row, (value) => value - mean);
  const variance = exactSum(differences.map((d) => d * d)) / row.length;
  return Float32Array.from(differences, (d) => d / Math.sqrt(variance + eps));
}

/** Neumaier's compensated summation. */
function exactSum(numbers: Float32Array | Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (const value of numbers) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

const random = new Xoshiro(1);
const normal = (columns: number, mean: number, std: number) =>
  Float32Array.from({ length: columns }, () => mean + std * random.normal());

/** A row whose mean is `mean` standard deviations. */
function withMean(columns: number, mean: number): Float32Array {
  const row = normal(columns, 0, 1);
  const own = exactSum(row) / columns;
  const std = Math.sqrt(exactSum(row.map((value) => (value - own) ** 2)) / columns);
  return row.map((value) => (value - own) / std + mean);
}

const rows: [string, Float32Array][] = [
  ...[64, 768, 4096].map((columns): [string, Float32Array] => [
    `N(0, 1), C = ${columns}`,
    normal(columns, 0, 1),
  ]),
  // On both sides of where a row's mean is taken off before its squares are summed up.
  ...[0.45, 0.499, 0.501, 0.55].flatMap((mean) =>
    [5, 64, 768].map((columns): [string, Float32Array] => [
      `mean ${mean}, std 1, C = ${columns}`,
      withMean(columns, mean),
    ]),
  ),
  ["two values, each many times", Float32Array.from({ length: 768 }, (_, i) => (i % 3 ? 0.1 : -0.2))],
  ["mean 100, std 1", normal(768, 100, 1)],
  ["mean 1e4, std 1e-2", normal(4096, 1e4, 1e-2)],
  ["mean 1e6, std 1", normal(4096, 1e6, 1)],
  ["around 1e19", normal(768, 0, 1e19)],
  ["around 1e30", normal(768, 0, 1e30)],
  ["around 1e30 with a mean", normal(768, 1e30, 1e29)],
  ["around 1e-30", normal(768, 0, 1e-30)],
];

for (const kernels of [scalar, ...allSimdKernels]) {
  describe(`accuracy of layerNorm with ${kernels.name} kernels`, () => {
    let usual = scalar;
    before(() => (usual = useKernels(kernels)));
    after(() => useKernels(usual));

    for (const [name, row] of rows) {
      it(`is within 2e-7 of float64 for ${name}`, () => {
        const error = relativeError(layerNorm(tensor(row), row.length).data, reference(row));
        assert.ok(error <= 2e-7, `error ${error}`);
        assert.ok(reference(row).some((value) => value !== 0));
      });
    }

    for (const value of [0, 1, -3.3, 0.1, 16777217, 1e30, 1e-30, 1e-42]) {
      it(`is exactly 0 for rows of ${value}`, () => {
        for (const columns of [1, 3, 64, 768, 4096]) {
          const y = layerNorm(tensor(new Float32Array(columns).fill(value)), columns).data;
          assert.ok(y.every((one) => one === 0));
        }
      });
    }

    it("is exactly 0 for one channel, whatever it holds", () => {
      const y = layerNorm(tensor([[1], [-1e30], [1e-40], [3e38]]), 1).data;
      assert.deepEqual([...y].map(Math.abs), [0, 0, 0, 0]);
    });

    it("keeps denormal inputs to 2e-7, or one smallest denormal where the result is denormal", () => {
      for (const size of [1e-39, 1e-41, 1e-44]) {
        const row = normal(768, 0, size);
        const y = layerNorm(tensor(row), row.length).data;
        const expected = reference(row);
        expected.forEach((value, i) => {
          const allowed = Math.abs(value) < 1.2e-38 ? 1.4e-45 : 2e-7 * Math.abs(value);
          assert.ok(Math.abs(y[i]! - value) <= allowed, `${y[i]} for ${value}`);
        });
        assert.ok(expected.some((value) => value !== 0));
      }
    });

    it("gives the same bits for a row wherever it stands", () => {
      const row = normal(768, 3, 2);
      const alone = layerNorm(tensor(row), 768).data;
      const many = new Float32Array(768 * 5).fill(1e30);
      many.set(row, 768 * 3);
      const among = layerNorm(tensor(many, [5, 768]), 768).data.subarray(768 * 3, 768 * 4);
      assert.deepEqual(among.slice(), alone);
    });
  });
}
