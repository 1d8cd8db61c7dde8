import assert from "node:assert/strict";
import fc from "fast-check";
import { randn } from "../../../src/core/creation.ts";
import { scalar } from "../../../src/core/kernels/scalar/index.ts";
import { useKernels } from "../../../src/core/kernels/kernels.ts";

const length = fc.integer({ min: 1, max: 19 });

describe("matmul kernel", () => {
  it("is the float64 sum over k in order, rounded once, for any size and strides", () => {
    fc.assert(
      fc.property(length, length, length, fc.boolean(), fc.boolean(), (m, k, n, flipA, flipB) => {
        const a = flipA ? randn([k, m]).transpose() : randn([m, k]);
        const b = flipB ? randn([n, k]).transpose() : randn([k, n]);
        const [x, y] = [a.data, b.data];
        const product = a.matmul(b).data;
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let l = 0; l < k; l++) sum += x[i * k + l]! * y[l * n + j]!;
            assert.equal(product[i * n + j], Math.fround(sum));
          }
        }
      }),
    );
  });

  it("gives a row the same bits alone, anywhere in a tile and in any batch", () => {
    const b = randn([33, 21]);
    const a = randn([11, 33]);
    const whole = a.matmul(b);
    for (let row = 0; row < 11; row++) {
      const expected = whole.slice(row).clone().data;
      assert.deepEqual(a.slice([row, row + 1]).matmul(b).data, expected);
      const batched = a
        .slice([row, null])
        .unsqueeze(0)
        .expand([2, 11 - row, 33])
        .matmul(b.expand([2, 33, 21]));
      assert.deepEqual(batched.slice(1, 0).clone().data, expected);
    }
  });

  it("hides neither NaN nor infinity", () => {
    const a = randn([3, 3]);
    a.data[0] = NaN;
    a.data[4] = Infinity;
    const product = a.matmul(randn([3, 2])).data;
    assert.ok(Number.isNaN(product[0]) && !Number.isFinite(product[2]) && Number.isFinite(product[4]));
  });
});

describe("kernels", () => {
  it("can be exchanged, with the memory that tensors live in", () => {
    const memory = new ArrayBuffer(1024);
    let used = 0;
    const before = useKernels({
      ...scalar,
      name: "arena",
      allocate(count) {
        const data = new Float32Array(memory, used, count);
        used += 4 * count;
        return data;
      },
    });
    try {
      const x = randn([2, 3]);
      assert.equal(x.data.buffer, memory);
      assert.equal(x.mul(2).data.buffer, memory);
      assert.throws(() => randn([1000]), /cannot allocate a tensor of shape \[1000\]: 3.906 KiB of memory/);
    } finally {
      useKernels(before);
    }
    assert.notEqual(randn([2]).data.buffer, memory);
  });
});
