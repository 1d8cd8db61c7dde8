import assert from "node:assert/strict";
import { noGrad } from "../../../src/core/autograd/gradMode.ts";
import { ones, randn, tensor, zeros } from "../../../src/core/creation.ts";

const leaf = (numbers: number[]) => tensor(numbers, undefined, { requiresGrad: true });

describe("backward", () => {
  it("adds up over paths and over calls", () => {
    const x = leaf([3]);
    x.mul(x).add(x).sum().backward();
    assert.deepEqual(x.grad!.toArray(), [7]);
    x.mul(2).sum().backward();
    assert.deepEqual(x.grad!.toArray(), [9]);
  });

  it("takes an upstream gradient for more than one element and refuses to guess one", () => {
    const x = leaf([1, 2]);
    x.mul(3).backward(tensor([1, 10]));
    assert.deepEqual(x.grad!.toArray(), [3, 30]);
    assert.throws(() => x.mul(3).backward(), /backward: shape \[2\] is not a single number; pass a gradient/);
    assert.throws(() => x.mul(3).backward(ones([3])), /gradient of shape \[3\] for a tensor of shape \[2\]/);
    assert.throws(() => zeros([1]).backward(), /none that requires a gradient/);
  });

  it("uses the graph up unless told to keep it", () => {
    const x = leaf([2]);
    const y = x.square().sum();
    y.backward(undefined, { retainGraph: true });
    y.backward();
    assert.deepEqual(x.grad!.toArray(), [8]);
    assert.throws(() => y.backward(), /used up by an earlier backward; pass \{ retainGraph: true \}/);
  });

  it("gives each leaf a gradient in memory of its own", () => {
    const a = leaf([1]);
    const b = leaf([2]);
    a.add(b).sum().backward();
    a.grad!.data[0] = 100;
    assert.deepEqual(b.grad!.toArray(), [1]);
  });

  it("goes through graphs 10,000 nodes deep", () => {
    const x = leaf([1]);
    let y = x.mul(1);
    for (let i = 0; i < 50_000; i++) y = y.add(0.5);
    y.sum().backward();
    assert.deepEqual(x.grad!.toArray(), [1]);
  });

  it("visits each node once, however many paths there are", () => {
    const x = leaf([1]);
    let y = x.mul(1);
    for (let i = 0; i < 60; i++) y = y.add(y).mul(0.5);
    y.sum().backward();
    assert.deepEqual(x.grad!.toArray(), [1]);
  });

  it("reaches a part through a view", () => {
    const x = leaf([1, 2, 3, 4]);
    x.reshape([2, 2]).transpose().slice(1).sum().backward();
    assert.deepEqual(x.grad!.toArray(), [0, 1, 0, 1]);
  });
});

describe("written-to data", () => {
  it("makes backward throw where the graph needs it, naming op, input and shape", () => {
    const w = tensor(new Float32Array([1, 2]), [2], { requiresGrad: true });
    const x = tensor(new Float32Array([3, 4]));
    const y = w.mul(x).sum();
    x.data[0] = 5;
    assert.throws(() => y.backward(), /the data of input 2 of mul, shape \[2\], was written to/);
  });

  it("is noticed when the data was handed out only after the op was recorded", () => {
    const w = randn([3], { requiresGrad: true });
    const y = w.square().sum();
    w.data[1]! += 1;
    assert.throws(() => y.backward(), /input 1 of square/);
  });

  it("is noticed in an output that the gradient is computed from", () => {
    const w = randn([3], { requiresGrad: true });
    const y = w.exp();
    y.data[0] = 0;
    assert.throws(() => y.sum().backward(), /the output of exp, shape \[3\]/);
  });

  it("is noticed through a view and through the array that the tensor was made of", () => {
    const numbers = new Float32Array([1, 2, 3, 4]);
    const w = tensor(numbers, [4], { requiresGrad: true });
    const y = w.mul(w).sum();
    w.reshape([2, 2]).slice(1).data[0] = 8;
    assert.throws(() => y.backward(), /was written to/);
    const z = w.mul(w).sum();
    numbers[0] = -1;
    assert.throws(() => z.backward(), /was written to/);
  });

  it("is noticed after writeData and copyFrom", () => {
    const w = randn([2], { requiresGrad: true });
    const y = w.square().sum();
    w.writeData((data) => data.fill(0));
    assert.throws(() => y.backward(), /was written to/);
    const z = w.square().sum();
    w.copyFrom(ones([2]));
    assert.throws(() => z.backward(), /was written to/);
  });

  it("does not matter where the gradient does not need it", () => {
    const w = tensor(new Float32Array([1, 2]), [2], { requiresGrad: true });
    const y = w.add(1).mul(3).sum();
    w.data[0] = 50;
    y.backward();
    assert.deepEqual(w.grad!.toArray(), [3, 3]);
  });

  it("does not throw for reading alone, nor for writing the same number back", () => {
    const w = randn([4], { requiresGrad: true });
    const y = w.square().sum();
    const seen = w.data[2]! + y.data[0]!;
    w.data[2] = w.data[2]!;
    y.backward();
    assert.ok(Number.isFinite(seen) && w.grad);
  });

  it("may be written to between backward and the next forward", () => {
    const w = randn([2], { requiresGrad: true });
    for (let step = 0; step < 3; step++) {
      w.grad = null;
      w.square().sum().backward();
      const grad = w.grad as typeof w | null;
      w.data.forEach((value, i) => (w.data[i] = value - 0.1 * grad!.data[i]!));
    }
  });
});

describe("noGrad, detach and hooks", () => {
  it("noGrad gives back the result, records nothing and ends with an error too", () => {
    const x = leaf([1]);
    assert.equal(noGrad(() => x.mul(2)).requiresGrad, false);
    assert.throws(() => noGrad(() => { throw new Error("inside"); }), /inside/); // prettier-ignore
    assert.equal(x.mul(2).requiresGrad, true);
  });

  it("noGrad refuses async functions and promises", () => {
    let ran = false;
    const run = async () => { ran = true; await Promise.resolve(); }; // prettier-ignore
    assert.throws(() => noGrad(run), /noGrad: takes a synchronous function/);
    assert.equal(ran, false);
    assert.throws(() => noGrad(() => Promise.resolve(1)), /synchronous/);
  });

  it("detach shares memory and leaves the graph", () => {
    const x = leaf([1, 2]);
    const y = x.detach();
    assert.equal(y.requiresGrad, false);
    y.data[0] = 9;
    assert.equal(x.data[0], 9);
  });

  it("clone has its own memory and stays in the graph", () => {
    const x = leaf([1, 2]);
    const y = x.clone();
    y.data[0] = 9;
    y.sum().backward();
    assert.equal(x.data[0], 1);
    assert.deepEqual(x.grad!.toArray(), [1, 1]);
  });

  it("hooks see and may replace gradients, and can be removed", () => {
    const x = leaf([1]);
    const y = x.mul(2);
    const seen: unknown[] = [];
    y.registerHook((grad) => void seen.push(grad.toArray()));
    const remove = y.registerHook((grad) => grad.mul(10));
    y.sum().backward(undefined, { retainGraph: true });
    assert.deepEqual(x.grad!.toArray(), [20]);
    remove();
    y.sum().backward();
    assert.deepEqual(x.grad!.toArray(), [22]);
    assert.deepEqual(seen, [[1], [1]]);
  });

  it("a hook's replacement must be a tensor of the gradient's shape", () => {
    for (const [returned, message] of [
      [zeros([2]), /registerHook: the hook returned shape \[2\] for a gradient of shape \[1\]/],
      [3, /registerHook: the hook must return a tensor or nothing, not 3/],
    ] as const) {
      const y = leaf([1]).mul(2);
      y.registerHook(() => returned as never);
      assert.throws(() => y.sum().backward(), message);
    }
  });

  it("retainGrad keeps the gradient of an intermediate tensor", () => {
    const x = leaf([1]);
    const y = x.mul(2).retainGrad();
    y.square().sum().backward();
    assert.deepEqual(y.grad!.toArray(), [4]);
  });

  it("requiresGrad can be set on leaves only", () => {
    const x = zeros([1]);
    x.requiresGrad = true;
    assert.ok(x.isLeaf && x.requiresGrad);
    const y = x.mul(2);
    assert.throws(() => (y.requiresGrad = false), /leaves only/);
  });
});
