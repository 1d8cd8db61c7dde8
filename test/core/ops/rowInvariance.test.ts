import assert from "node:assert/strict";
import { manualSeed, models, tensor } from "../../../src/core/index.ts";
import { useKernels } from "../../../src/core/kernels/kernels.ts";
import { scalar } from "../../../src/core/kernels/scalar/index.ts";
import { NDArray } from "../../../src/core/ndarray.ts";
import type { Op, Sample } from "../../../src/core/ops/op.ts";
import { registry } from "../../../src/core/ops/registry.ts";
import { uniform } from "../../../src/core/ops/sampleInputs.ts";
import { Tensor } from "../../../src/core/tensor.ts";
import { allSimdKernels } from "../kernels/loadKernels.ts";

/** More than a kernel may leave to another loop because they are few. */
const enough = 50;

for (const kernels of [scalar, ...allSimdKernels]) {
  describe(`A row's bits depend on that row only, with ${kernels.name} kernels`, () => {
    let usual = scalar;
    before(() => (usual = useKernels(kernels)));
    after(() => useKernels(usual));

    for (const [key, op] of registry)
      op.samples().forEach((sample, index) => {
        if (sample.rows) it(`${key}, sample ${index}, with its gradient`, () => checkRows(op, sample));
      });

    for (const gelu of ["tanh", "none"] as const)
      it(`a GPT's first logits are the same without later tokens, with GELU's form "${gelu}"`, () => {
        manualSeed(3);
        const model = new models.GPT({ vocabSize: 19, blockSize: 12, nLayer: 2, nHead: 2, nEmbd: 10, gelu });
        const ids = tensor([[3, 1, 4, 1, 5, 9, 2, 6, 5, 3]]);
        const whole = model.forward(ids);
        for (const length of [1, 2, 7]) {
          const prefix = model.forward(ids.slice(null, [0, length]));
          assert.deepEqual(prefix.data, whole.slice(null, [0, length]).clone().data, `${length} tokens`);
        }
      });
  });
}

/** Runs each row alone, then all rows in another order among many, and compares bits of results and gradients. */
function checkRows(op: Op, sample: Sample<object>): void {
  const count = sample.inputs[sample.rows![0]!]!.shape[0]!;
  const all = Array.from({ length: count }, (_, row) => row);
  const whole = everything(op, sample, all);
  const shuffled = Array.from({ length: enough + count }, (_, i) => (i * 7 + 3) % count);
  const many = everything(op, sample, shuffled);
  for (const row of all) {
    assert.deepEqual(
      everything(op, sample, [row]).map((one) => rowOf(one, 0)),
      whole.map((one) => rowOf(one, row)),
      `row ${row} alone`,
    );
    shuffled.forEach((source, place) => {
      if (source !== row) return;
      const found = many.map((one) => rowOf(one, place));
      assert.deepEqual(found, whole.map((one) => rowOf(one, row)), `row ${row} as row ${place}`); // prettier-ignore
    });
  }
}

/** The output, and the gradients of all inputs that have these rows. */
function everything(op: Op, sample: Sample<object>, chosen: readonly number[]): NDArray[] {
  const { rows = [], attributes } = sample;
  const all = op.shape(
    sample.inputs.map((input) => input.shape),
    attributes,
  );
  const inputs = sample.inputs.map((input, i) => {
    const part = rows.includes(i) ? takeRows(input, chosen) : input.copy();
    return new Tensor(part, { requiresGrad: op.backward !== undefined && rows.includes(i) });
  });
  const output = Tensor.run(op, inputs, attributes);
  if (output.requiresGrad) output.backward(new Tensor(takeRows(uniform(all, 99), chosen)));
  return [output, ...inputs.map((input) => input.grad)].flatMap((one) => (one ? [one.array] : []));
}

function takeRows(x: NDArray, chosen: readonly number[]): NDArray {
  const parts = chosen.map((row) => rowOf(x, row));
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.forEach((part, i) => data.set(part, i * part.length));
  return NDArray.from(data, x.shape.with(0, chosen.length));
}

function rowOf(x: NDArray, row: number): Float32Array {
  const width = x.size / x.shape[0]!;
  return x.values().slice(row * width, (row + 1) * width);
}
