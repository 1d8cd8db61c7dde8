import assert from "node:assert/strict";
import fc from "fast-check";
import { tensor } from "../../../src/core/creation.ts";
import { useKernels, type Kernels } from "../../../src/core/kernels/kernels.ts";
import { attention, type AttentionAttributes } from "../../../src/core/ops/attention.ts";
import { uniform } from "../../../src/core/ops/sampleInputs.ts";
import { Tensor } from "../../../src/core/tensor.ts";
import { assertClose } from "../closeTo.ts";
import { allSimdKernels } from "./loadKernels.ts";

/** A tensor [batch, heads, rows, columns]; `joined` lets the heads of a row lie side by side, as a projection leaves them. */
function heads(shape: readonly number[], seed: number, joined: boolean): Tensor {
  const [batch, count, rows, columns] = shape as [number, number, number, number];
  const memory = joined ? [batch, rows, count, columns] : shape;
  const x = new Tensor(uniform(memory, seed), { requiresGrad: true });
  return joined ? x.transpose(1, 2) : x;
}

/** The output and the gradients of one attention. */
function everything(
  kernels: Kernels,
  inputs: () => Tensor[],
  attributes: AttentionAttributes,
): Float32Array[] {
  const before = useKernels(kernels);
  try {
    const tensors = inputs();
    for (const one of tensors) one.retainGrad();
    const out = Tensor.run(attention, tensors, attributes);
    out.backward(new Tensor(uniform(out.shape, 99)));
    return [out, ...tensors.map(({ grad }) => grad!)].map(({ data }) => data);
  } finally {
    useKernels(before);
  }
}

for (const simd of allSimdKernels) {
  describe(`attention of the ${simd.name} kernels`, () => {
    const { attend: _, attendGradient: __, ...without } = simd;

    it("gives what matmul and softmax give, to the bit forward, in any layout", () => {
      const length = fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 1, max: 40 }) },
        { weight: 1, arbitrary: fc.integer({ min: 60, max: 300 }) },
      );
      const few = fc.integer({ min: 1, max: 3 });
      const width = fc.integer({ min: 1, max: 18 });
      fc.assert(
        fc.property(
          fc.tuple(few, few, few, length, length, width, width),
          fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
          (
            [batch, keyHeads, group, queries, more, features, columns],
            [causal, joined, joinedKeys, joinsHeads],
          ) => {
            const keys = causal ? queries + more - 1 : more;
            const inputs = () => [
              heads([batch, keyHeads * group, queries, features], 1, joined),
              heads([batch, keyHeads, keys, features], 2, joinedKeys),
              heads([batch, keyHeads, keys, columns], 3, joined),
            ];
            const attributes = { scale: features ** -0.5, causal: causal ? more - 1 : null, joinsHeads };
            const expected = everything(without, inputs, attributes);
            const actual = everything(simd, inputs, attributes);
            assert.deepEqual(actual[0], expected[0]);
            for (const i of [1, 2, 3]) assertClose(actual[i]!, expected[i]!, 2e-6, `gradient ${i}`);
          },
        ),
        { numRuns: 25 },
      );
    });

    it("keeps a NaN where it is, and infinities apart", () => {
      const attributes = { scale: 1, causal: 0 };
      const poisoned = (value: number) => () => {
        const inputs = [1, 2, 3].map((seed) => heads([1, 2, 70, 4], seed, true));
        inputs[2]!.array.data[69 * 8] = value;
        inputs[1]!.array.data[68 * 8] = value;
        return inputs;
      };
      for (const value of [NaN, Infinity])
        assert.deepEqual(
          everything(simd, poisoned(value), attributes),
          everything(without, poisoned(value), attributes),
        );
    });

    it("takes one head after the other where the workspace has no room for all", () => {
      const inputs = [
        [1, 4, 2, 16],
        [1, 4, 110_000, 16],
        [1, 4, 110_000, 8],
      ].map((shape) => {
        const data = new Float32Array(shape.reduce((product, one) => product * one));
        for (let i = 0; i < data.length; i++) data[i] = ((i * 7919) % 1021) / 512 - 1;
        return tensor(data, shape);
      });
      const run = (kernels: Kernels) => {
        const before = useKernels(kernels);
        try {
          return Tensor.run(attention, inputs, { scale: 1, causal: null }).data;
        } finally {
          useKernels(before);
        }
      };
      assert.deepEqual(run(simd), run(without));
    });
  });
}
