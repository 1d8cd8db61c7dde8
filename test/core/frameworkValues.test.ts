import assert from "node:assert/strict";
import { randn, tensor, zeros } from "../../src/core/index.ts";

/** What NumPy and PyTorch answer in corners that the operators of JavaScript see differently. */
describe("values in corners are NumPy's and PyTorch's", () => {
  it("1 to the power of anything is 1, and -1 to an infinite power", () => {
    const base = tensor([1, 1, 1, -1, -1, 2], undefined, { requiresGrad: true });
    const exponent = tensor([NaN, Infinity, -Infinity, Infinity, NaN, NaN], undefined, {
      requiresGrad: true,
    });
    const power = base.pow(exponent);
    assert.deepEqual(power.toArray(), [1, 1, 1, 1, NaN, NaN]);
    power.sum().backward();
    assert.deepEqual(exponent.grad!.toArray(), [0, 0, 0, NaN, NaN, NaN]);
    assert.deepEqual(base.grad!.toArray(), [NaN, Infinity, -Infinity, Infinity, NaN, NaN]);
  });

  it("std is right for numbers whose squares float32 does not have", () => {
    const x = randn([100]);
    for (const scale of [1e30, 1e-30]) {
      const ratio = x.mul(scale).std().item() / scale / x.std().item();
      assert.ok(Math.abs(ratio - 1) < 1e-6, String(ratio));
    }
  });

  it("a number among booleans makes numbers of them all", () => {
    const mixed = tensor([[true, 2]]);
    assert.equal(mixed.dtype, "float32");
    assert.deepEqual(mixed.toArray(), [[1, 2]]);
    assert.equal(tensor([[true], [3]]).dtype, "float32");
    assert.equal(tensor([[true], [false]]).dtype, "bool");
    assert.equal(tensor([]).dtype, "float32");
  });

  it("gather takes an index that is shorter beyond its axis", () => {
    const x = tensor([[0, 1, 2], [3, 4, 5]], undefined, { requiresGrad: true }); // prettier-ignore
    const found = x.gather(0, tensor([[1, 0]]));
    assert.deepEqual(found.toArray(), [[3, 1]]);
    found.sum().backward();
    assert.deepEqual(x.grad!.toArray(), [[0, 1, 0], [1, 0, 0]]); // prettier-ignore
  });

  it("matmul takes a vector as a row on the left and as a column on the right", () => {
    const [vector, matrix] = [tensor([1, 2]), tensor([[1, 0, 2], [0, 1, 3]])]; // prettier-ignore
    assert.deepEqual(vector.matmul(matrix).toArray(), [1, 2, 8]);
    assert.deepEqual(matrix.transpose().matmul(vector).toArray(), [1, 2, 8]);
    assert.equal(vector.matmul(vector).toArray(), 5);
    assert.deepEqual(zeros([4, 3, 2]).matmul(vector).shape, [4, 3]);
    assert.deepEqual(vector.matmul(zeros([4, 2, 5])).shape, [4, 5]);
  });
});
