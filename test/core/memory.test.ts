import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { noGrad } from "../../src/core/autograd/gradMode.ts";
import { randn } from "../../src/core/creation.ts";
import type { Tensor } from "../../src/core/tensor.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes in typed arrays that are still reachable. */
function reachableBytes(): number {
  collect();
  collect();
  return process.memoryUsage().arrayBuffers;
}

/** One step of gradient descent on a two-layer model: about 60 KiB of intermediate results. */
function step(weights: readonly Tensor[]): Tensor {
  const [a, b] = weights as [Tensor, Tensor];
  const loss = randn([64, 32]).matmul(a).gelu().matmul(b).square().mean();
  loss.backward();
  noGrad(() => {
    for (const weight of weights) {
      const { data } = weight.grad!;
      weight.writeData((values) => values.forEach((value, i) => (values[i] = value - 0.01 * data[i]!)));
      weight.grad = null;
    }
  });
  return loss;
}

describe("memory", () => {
  const weights = [randn([32, 32], { requiresGrad: true }), randn([32, 32], { requiresGrad: true })];

  it("stays flat over 1,000 training steps that print a tensor and keep their losses", () => {
    const losses: Tensor[] = [];
    for (let i = 0; i < 20; i++) losses.push(step(weights));
    const before = reachableBytes();
    let printed = 0;
    for (let i = 0; i < 1000; i++) {
      losses.push(step(weights));
      printed += String(weights[0]).length;
    }
    const grown = reachableBytes() - before;
    assert.ok(printed > 0);
    // The losses themselves are 4 bytes each; a graph that stayed would be 60 MiB.
    assert.ok(grown < 4 * 2 ** 20, `grew by ${grown} bytes`);
    assert.equal(losses.length, 1020);
  });

  it("is kept by a graph that backward has not used up", () => {
    const before = reachableBytes();
    const kept = Array.from({ length: 200 }, () => randn([64, 32]).matmul(weights[0]!).gelu());
    const grown = reachableBytes() - before;
    assert.ok(grown > 200 * 3 * 64 * 32 * 4 * 0.9, `the measurement sees what is kept: ${grown} bytes`);
    assert.equal(kept.length, 200);
  });
});
