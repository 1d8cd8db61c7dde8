import assert from "node:assert/strict";
import { functional as F, manualSeed, randn, type Tensor } from "../../../src/core/index.ts";
import { useKernels } from "../../../src/core/kernels/kernels.ts";
import { scalar } from "../../../src/core/kernels/scalar/index.ts";
import { relativeError } from "../closeTo.ts";
import { allSimdKernels } from "../kernels/loadKernels.ts";

const eps = 1e-5;

/**
 * A norm does not change when its input grows, so the gradient along the input all but vanishes: for the cotangent x it is
 * (x - mean) eps / (variance + eps)^1.5, the difference of terms 1e5 times as large.
 */
function expected(row: Float32Array, centered: boolean): Float64Array {
  const numbers = Float64Array.from(row);
  const mean = centered ? numbers.reduce((sum, value) => sum + value, 0) / row.length : 0;
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
  return numbers.map((value) => ((value - mean) * eps) / (variance + eps) ** 1.5);
}

const norms = {
  layerNorm: (x: Tensor) => F.layerNorm(x, x.shape[1]!, null, null, eps),
  rmsNorm: (x: Tensor) => F.rmsNorm(x, x.shape[1]!, null, eps),
};

for (const kernels of [scalar, ...allSimdKernels]) {
  describe(`The norms' gradients where their terms cancel, with ${kernels.name} kernels`, () => {
    let usual = scalar;
    before(() => (usual = useKernels(kernels)));
    after(() => useKernels(usual));

    for (const [name, norm] of Object.entries(norms))
      for (const columns of [5, 16, 33, 768])
        it(`${name} over ${columns} features`, () => {
          manualSeed(7);
          const x = randn([3, columns], { requiresGrad: true });
          norm(x).backward(x.detach());
          for (let row = 0; row < 3; row++) {
            const at = [row * columns, (row + 1) * columns] as const;
            const wanted = expected(x.array.values().subarray(...at), name === "layerNorm");
            const error = relativeError(x.grad!.array.values().subarray(...at), wanted);
            assert.ok(error <= 1e-5, `row ${row} is off by ${error}`);
          }
        });
  });
}
