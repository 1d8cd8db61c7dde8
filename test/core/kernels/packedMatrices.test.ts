import assert from "node:assert/strict";
import fc from "fast-check";
import { useKernels } from "../../../src/core/kernels/kernels.ts";
import { linear } from "../../../src/core/nn/functional/linear.ts";
import { Parameter } from "../../../src/core/nn/parameter.ts";
import { uniform } from "../../../src/core/ops/sampleInputs.ts";
import { Tensor } from "../../../src/core/tensor.ts";
import { allSimdKernels } from "./loadKernels.ts";

const random = (shape: readonly number[], seed: number) => new Tensor(uniform(shape, seed));

for (const simd of allSimdKernels) {
  describe(`packed weights of the ${simd.name} kernels`, () => {
    let before: typeof simd;
    beforeEach(() => (before = useKernels(simd)));
    afterEach(() => void useKernels(before));

    /** The product with a weight that is met for the first time. */
    const anew = (x: Tensor, weight: Tensor, bias: Tensor | null) => linear(x, weight.clone(), bias).data;

    it("give the bits of weights packed anew, for any size and number of rows", () => {
      const few = fc.integer({ min: 1, max: 90 });
      const sizes = fc.oneof(
        { weight: 3, arbitrary: fc.tuple(few, few) },
        { weight: 1, arbitrary: fc.tuple(fc.constantFrom(257, 768, 1600), fc.integer({ min: 1, max: 40 })) },
        { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constant(8200)) },
      );
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 20 }), sizes, fc.boolean(), (m, [k, n], withBias) => {
          const weight = new Parameter(random([n, k], 1));
          const bias = withBias ? random([n], 2) : null;
          for (const rows of [m, m, m, 1]) {
            const x = random([rows, k], 3);
            assert.deepEqual(linear(x, weight, bias).data, anew(x, weight, bias), `${rows} x ${k} x ${n}`);
          }
        }),
        { numRuns: 25 },
      );
    });

    it("serve views of one weight, each its own part", () => {
      const weight = new Parameter(random([96, 80], 1));
      const x = random([5, 80], 2);
      const parts = () => [0, 32, 64].map((start) => linear(x, weight.slice([start, start + 32])).data);
      const first = parts();
      assert.deepEqual([parts(), parts()], [first, first]);
    });

    it("follow every change of the weight", () => {
      const weight = new Parameter(random([70, 80], 1));
      const x = random([5, 80], 2);
      const check = (what: string) => assert.deepEqual(linear(x, weight).data, anew(x, weight, null), what);
      const checkOften = (what: string) => [1, 2, 3].forEach(() => check(what));
      checkOften("at first");
      weight.writeData((values) => (values[0] = 7));
      checkOften("after an optimizer's step");
      weight.copyFrom(random([70, 80], 5));
      checkOften("after loading");
      const { data } = weight;
      for (let i = 0; i < 3; i++) {
        data[i]! += 1;
        check("after the user's write");
      }
    });
  });
}
