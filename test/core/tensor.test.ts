import assert from "node:assert/strict";
import { arange, ones, randn, tensor, zeros } from "../../src/core/creation.ts";
import { embedding } from "../../src/core/functions/choosing.ts";
import { ShapeError } from "../../src/core/shape.ts";

describe("Tensor", () => {
  describe("data", () => {
    it("is Float32Array in row-major order", () => {
      const x = tensor([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
      assert.deepEqual(x.shape, [2, 3]);
      assert.deepEqual(x.data, Float32Array.of(1, 2, 3, 4, 5, 6));
    });

    it("is the storage itself where contiguous: the same array each time, and writing changes the tensor", () => {
      const x = zeros([2, 2]);
      assert.equal(x.data, x.data);
      x.data[3] = 7;
      assert.deepEqual(x.toArray(), [[0, 0], [0, 7]]); // prettier-ignore
    });

    it("has exactly the shape's elements for a contiguous part, in the same memory", () => {
      const x = arange(6).reshape([3, 2]);
      const row = x.slice(1);
      assert.deepEqual(row.data, Float32Array.of(2, 3));
      row.data[0] = 9;
      assert.equal(x.data[2], 9);
    });

    it("is a copy in row-major order where not contiguous", () => {
      const x = tensor([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
      const copy = x.transpose().data;
      assert.deepEqual(copy, Float32Array.of(1, 4, 2, 5, 3, 6));
      copy[0] = 100;
      assert.equal(x.data[0], 1);
    });

    it("of a stretched tensor has all its elements", () => {
      assert.deepEqual(tensor([[1], [2]]).expand([2, 2]).data, Float32Array.of(1, 1, 2, 2)); // prettier-ignore
    });
  });

  describe("tensor()", () => {
    it("takes a Float32Array over without a copy", () => {
      const data = new Float32Array(6);
      const x = tensor(data, [2, 3]);
      assert.equal(x.data, data);
      data[5] = 1;
      assert.equal(x.slice(1, 2).item(), 1);
    });

    it("takes other typed arrays and flat arrays with a shape", () => {
      assert.deepEqual(tensor(Int32Array.of(1, 2)).toArray(), [1, 2]);
      assert.deepEqual(tensor([1, 2, 3, 4], [2, 2]).toArray(), [[1, 2], [3, 4]]); // prettier-ignore
    });

    it("refuses ragged nesting, wrong sizes and what is not a number", () => {
      assert.throws(() => tensor([[1, 2], [3]]), /ragged.*\[2, 2\]/);
      assert.throws(() => tensor([[1, 2], 3]), /ragged/);
      assert.throws(() => tensor([1, [2]]), /ragged/);
      assert.throws(() => tensor(new Float32Array(5), [2, 3]), /5 numbers do not fill shape \[2, 3\]/);
      assert.throws(() => tensor(["1"] as never), /"1" is not a number/);
      assert.throws(() => zeros([2, -1]), /-1 in shape \[2, -1\] is not a length/);
    });
  });

  describe("reductions", () => {
    const x = tensor([[1, 2, 3, 6], [0, 0, 4, 4]]); // prettier-ignore

    it("take one axis, several, negative ones or none for all", () => {
      assert.deepEqual(x.mean(-1).toArray(), [3, 2]);
      assert.deepEqual(x.mean([0, 1]).toArray(), 2.5);
      assert.deepEqual(x.sum().toArray(), 20);
      assert.deepEqual(x.mean(-1, { keepdims: true }).shape, [2, 1]);
    });

    it("var and std are of the population by default, correction 1 is unbiased", () => {
      assert.deepEqual(x.var(-1).toArray(), [3.5, 4]);
      assert.deepEqual(x.var(-1, { correction: 1 }).data, Float32Array.of(14 / 3, 16 / 3));
      assert.deepEqual(x.std(-1, { correction: 0 }).data, Float32Array.of(Math.sqrt(3.5), 2));
    });

    it("argmax takes the first of equals, NaN beats all", () => {
      assert.equal(tensor([1, 3, 3]).argmax().item(), 1);
      assert.equal(tensor([1, NaN, 3]).argmax().item(), 1);
      assert.ok(Number.isNaN(tensor([1, NaN, 3]).max().item()));
    });
  });

  describe("errors", () => {
    const a = zeros([2, 3]);
    const b = zeros([4, 5]);

    const cases: [string, () => unknown, RegExp][] = [
      ["matmul", () => a.matmul(b), /^matmul: .*\[2, 3\] and \[4, 5\].*3 columns meet 4 rows/],
      ["add", () => a.add(b), /^add: shapes \[2, 3\] and \[4, 5\] do not broadcast/],
      ["reshape", () => a.reshape([4, 2]), /^reshape: \[2, 3\] has 6 elements, \[4, 2\]/],
      ["mean", () => a.mean(2), /^mean: axis 2 is out of range for shape \[2, 3\]: axes run from -2 to 1/],
      ["var", () => a.var([0, -2]), /^var: axis 0 is named twice for shape \[2, 3\]/],
      ["softmax", () => a.softmax(-3), /^softmax: axis -3 is out of range for shape \[2, 3\]/],
      ["permute", () => a.permute([0, 0]), /^permute: \[0, 0\] does not name each axis of \[2, 3\] once/],
      ["max", () => zeros([2, 0]).max(1), /^max: nothing to reduce along axis 1 of shape \[2, 0\]/],
      ["slice", () => a.slice(2), /^slice: index 2 is out of range for axis 0 of shape \[2, 3\]/],
      ["slice", () => a.slice(0, 0, 0), /^slice: 3 indices for shape \[2, 3\]/],
      ["expand", () => a.expand([3, 3]), /^expand: shapes \[2, 3\] and \[3, 3\] do not broadcast/],
      ["squeeze", () => a.squeeze(0), /^squeeze: axis 0 of shape \[2, 3\] is not of length 1/],
      ["item", () => a.item(), /^item: shape \[2, 3\] is not a single number/],
      ["topk", () => a.topk(4), /^topk: k = 4 does not fit axis 1 of shape \[2, 3\]/],
      ["copyFrom", () => a.copyFrom(b), /^copyFrom: shapes \[2, 3\] and \[4, 5\] differ/],
    ];
    for (const [op, run, message] of cases) {
      it(`of ${op} name the op and the shapes: ${message.source}`, () => {
        assert.throws(run, (error: Error) => error instanceof ShapeError && message.test(error.message));
      });
    }

    it("of ids give the value and the range", () => {
      const table = randn([5, 2]);
      assert.throws(
        () => embedding(tensor([1, 5]), table),
        /embedding: id 5 is out of range; expected 0 to 4/,
      );
      assert.throws(() => embedding(tensor([-1]), table), /id -1 is out of range/);
      assert.throws(() => embedding(tensor([1.5]), table), /id 1.5 is not a whole number/);
      assert.throws(() => embedding(tensor([NaN]), table), /id NaN is not a whole number/);
    });

    it("of memory say the shape and the size", () => {
      assert.throws(() => zeros([1e6, 1e6]), {
        name: "RangeError",
        message: "cannot allocate a tensor of shape [1000000, 1000000]: 3.638 TiB of memory",
      });
      assert.throws(() => zeros([2 ** 40, 2 ** 40]), /cannot allocate .* of memory/);
    });
  });

  describe("slice", () => {
    const x = arange(24).reshape([2, 3, 4]);

    it("takes numbers, ranges, texts, null and an ellipsis as NumPy does", () => {
      assert.deepEqual(x.slice(1, 2, 3).item(), 23);
      assert.deepEqual(x.slice(-1).shape, [3, 4]);
      assert.deepEqual(x.slice("...", 0).toArray(), [[0, 4, 8], [12, 16, 20]]); // prettier-ignore
      assert.deepEqual(x.slice(0, [1, 3], "::2").toArray(), [[4, 6], [8, 10]]); // prettier-ignore
      assert.deepEqual(x.slice(0, 0, "::-1").toArray(), [3, 2, 1, 0]);
      assert.deepEqual(x.slice(0, 0, "-3:-1").toArray(), [1, 2]);
      assert.deepEqual(x.slice(null, ":", [null, -2]).shape, [2, 3, 2]);
      assert.deepEqual(x.slice(0, "5:9").shape, [0, 4]);
      assert.throws(() => x.slice("1"), /"1" is not a range/);
      assert.throws(() => x.slice("::0"), /is not a range/);
    });

    it("is a view", () => {
      x.slice(0, 0, 0).data[0] = 100;
      assert.equal(x.data[0], 100);
    });
  });

  it("comparisons and what is made of them are bool, arithmetic is float32", () => {
    const mask = ones([2, 2]).tril().gt(0);
    assert.equal(mask.dtype, "bool");
    assert.equal(mask.transpose().logicalNot().dtype, "bool");
    assert.equal(tensor([[true, false]]).dtype, "bool");
    assert.equal(mask.add(mask).dtype, "float32");
    assert.equal(mask.detach().reshape([4]).dtype, "bool");
  });

  it("iterates over its first axis", () => {
    const sums = [...tensor([[1, 2], [3, 4]])].map((row) => row.sum().item()); // prettier-ignore
    assert.deepEqual(sums, [3, 7]);
  });
});
