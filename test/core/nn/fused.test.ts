import assert from "node:assert/strict";
import {
  manualSeed,
  nn,
  noGrad,
  randn,
  tensor,
  functional as F,
  type Tensor,
} from "../../../src/core/index.ts";
import { useKernels } from "../../../src/core/kernels/kernels.ts";
import { scalar } from "../../../src/core/kernels/scalar/index.ts";
import { trace } from "../../../src/core/trace.ts";
import { assertClose } from "../closeTo.ts";
import { allSimdKernels } from "../kernels/loadKernels.ts";

/** Names of the ops that ran while it was traced, and what came out. */
function traced<T>(run: () => T): { ops: string[]; result: T } {
  const ops: string[] = [];
  const result = trace({ op: ({ op }) => void ops.push(op) }, run);
  return { ops, result };
}

for (const kernels of [scalar, ...allSimdKernels]) {
  describe(`ops that are several in one, with ${kernels.name} kernels`, () => {
    let usual = scalar;
    before(() => {
      usual = useKernels(kernels);
      manualSeed(5);
    });
    after(() => useKernels(usual));

    it("linear is matmul and add to the bit, and a trace shows the two", () => {
      const layer = new nn.Linear(70, 33);
      for (const x of [randn([3, 9, 70]), randn([1, 70]), randn([70])]) {
        const { ops, result } = traced(() => layer.forward(x));
        assert.deepEqual(layer.forward(x).data, result.data);
        assert.ok(ops.includes("matmul") && ops.includes("add"));
      }
    });

    const attend = (lengths: readonly number[], isCausal: boolean) => {
      const [queries, keys, heads, shared] = lengths as [number, number, number, number];
      const inputs = [
        randn([2, heads, queries, 16]),
        randn([2, shared, keys, 16]),
        randn([2, shared, keys, 8]),
      ];
      return { inputs, run: ([q, k, v]: Tensor[]) => F.scaledDotProductAttention(q!, k!, v!, { isCausal }) };
    };

    for (const lengths of [
      [5, 5, 2, 2],
      [64, 64, 4, 2],
      [300, 300, 1, 1],
      [3, 40, 2, 1],
    ]) {
      for (const causal of [true, false]) {
        it(`attention is its steps to the bit: [queries, keys, heads, key heads] ${String(lengths)}, causal ${causal}`, () => {
          const { inputs, run } = attend(lengths, causal);
          const { ops, result } = traced(() => run(inputs));
          assert.ok(ops.includes("softmax"));
          assert.deepEqual(run(inputs).data, result.data);
        });

        it(`and has the same gradients: ${String(lengths)}, causal ${causal}`, () => {
          const { inputs, run } = attend(lengths, causal);
          const gradients = (forward: (all: Tensor[]) => Tensor) => {
            const leaves = inputs.map((input) => input.clone());
            for (const leaf of leaves) leaf.requiresGrad = true;
            forward(leaves).square().sum().backward();
            return leaves.map((leaf) => leaf.grad!.data);
          };
          const expected = gradients((all) => traced(() => run(all)).result);
          gradients(run).forEach((grad, i) => assertClose(grad, expected[i]!, 3e-6, `input ${i}`));
        });
      }
    }

    it("attention over many tokens never holds all scores, forward and backward", () => {
      const tokens = 1024;
      let largest = 0;
      const watch = (length: number) => {
        largest = Math.max(largest, length);
        return new Float32Array(length);
      };
      const watched = { ...kernels, allocate: watch, allocateUninitialized: watch };
      const inputs = [1, 2, 3].map(() => randn([1, 1, tokens, 8], { requiresGrad: true }));
      const before = useKernels(watched);
      F.scaledDotProductAttention(inputs[0]!, inputs[1]!, inputs[2]!, { isCausal: true }).sum().backward();
      useKernels(before);
      assert.ok(largest <= 256 * tokens);
    });

    it("crossEntropy of many positions never holds all log-probabilities, and is logSoftmax to the bit", () => {
      const [logits, targets] = [randn([500, 300]), tensor(Array.from({ length: 500 }, (_, i) => i % 300))];
      let largest = 0;
      const watch = (length: number) => {
        largest = Math.max(largest, length);
        return new Float32Array(length);
      };
      const before = useKernels({ ...kernels, allocate: watch, allocateUninitialized: watch });
      const losses = F.crossEntropy(logits, targets, { reduction: "none" }).data;
      useKernels(before);
      assert.ok(largest < logits.size / 2);
      const expected = logits.logSoftmax(-1).data;
      losses.forEach((loss, i) => assert.equal(loss, -expected[i * 300 + (i % 300)]!));
    });

    it("a NaN in a later token's value does what it does in the steps", () => {
      const { inputs, run } = attend([300, 300, 1, 1], true);
      inputs[2]!.data[299 * 8] = NaN;
      assert.deepEqual(run(inputs).data, traced(() => run(inputs)).result.data);
    });

    it("a token decoded with the cache is the whole sequence's", () => {
      const attention = new nn.MultiheadAttention(32, 4);
      const x = randn([1, 20, 32]);
      const options = { isCausal: true, needWeights: false };
      noGrad(() => {
        const whole = attention.forward(x, x, x, options)[0];
        const cache = new nn.KeyValueCache();
        for (let token = 0; token < 20; token++) {
          const one = x.slice(null, [token, token + 1]).clone();
          const [y] = attention.forward(one, one, one, { ...options, cache });
          assertClose(y.data, whole.slice(null, [token, token + 1]).clone().data, 1e-6);
        }
      });
    });
  });
}
