import assert from "node:assert/strict";
import * as core from "../../src/core/index.ts";

const { arange, eye, full, linspace, manualSeed, ones, oneHot, rand, randint, tensor, where, zeros } = core;

describe("creation", () => {
  it("zeros, ones and full have their shape and value, an empty and a scalar one too", () => {
    assert.deepEqual(zeros([2, 2]).toArray(), [
      [0, 0],
      [0, 0],
    ]);
    assert.deepEqual(ones([1, 3]).toArray(), [[1, 1, 1]]);
    assert.equal(full([], 7).item(), 7);
    assert.deepEqual(full([2, 0], 7).shape, [2, 0]);
    assert.equal(zeros([1], { requiresGrad: true }).requiresGrad, true);
  });

  it("arange counts as Python's range does, the end left out", () => {
    assert.deepEqual(arange(3).toArray(), [0, 1, 2]);
    assert.deepEqual(arange(2, 5).toArray(), [2, 3, 4]);
    assert.deepEqual(arange(5, 0, -2).toArray(), [5, 3, 1]);
    assert.deepEqual(arange(0, 1, 0.25).toArray(), [0, 0.25, 0.5, 0.75]);
    assert.deepEqual(arange(3, 1).toArray(), []);
  });

  it("linspace includes both ends", () => {
    assert.deepEqual(linspace(-1, 1, 5).toArray(), [-1, -0.5, 0, 0.5, 1]);
    assert.equal(linspace(0, 1).size, 50);
    assert.equal(linspace(0, 0.1, 7).data.at(-1), Math.fround(0.1));
    assert.deepEqual(linspace(3, 4, 1).toArray(), [3]);
  });

  it("eye has ones on the diagonal, rectangular too", () => {
    assert.deepEqual(eye(2).toArray(), [
      [1, 0],
      [0, 1],
    ]);
    assert.deepEqual(eye(2, 3).toArray(), [
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });

  it("random numbers keep to their range and repeat with the seed", () => {
    manualSeed(4);
    const [uniform, whole] = [rand([1000]), randint(-2, 3, [1000])];
    assert.ok(uniform.data.every((value) => value >= 0 && value < 1));
    assert.deepEqual(
      [...new Set(whole.data)].sort((a, b) => a - b),
      [-2, -1, 0, 1, 2],
    );
    manualSeed(4);
    assert.deepEqual(rand([1000]).data, uniform.data);
  });

  it("oneHot and where choose", () => {
    assert.deepEqual(oneHot(tensor([[0, 2]]), 3).toArray(), [
      [
        [1, 0, 0],
        [0, 0, 1],
      ],
    ]);
    assert.throws(() => oneHot(tensor([3]), 3), /id 3 is out of range; expected 0 to 2/);
    const x = tensor([1, -2, 3]);
    assert.deepEqual(where(x.gt(0), x, 0).toArray(), [1, 0, 3]);
    assert.deepEqual(where(tensor([[true], [false]]), x, 9).shape, [2, 3]);
  });
});
