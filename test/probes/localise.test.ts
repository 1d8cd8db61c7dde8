import assert from "node:assert/strict";
import { functional as F, manualSeed, nn, randn, tensor } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import { assertTokenIndependent, tokenInfluence } from "../../src/probes/index.ts";
import { HandwrittenBlock, NormOverTokens, smallDecoder } from "./sampleModels.ts";

const x = () => randn([2, 6, 16]);
const placeOf = (...given: Parameters<typeof tokenInfluence>) => {
  const [leak] = tokenInfluence(...given).leaks;
  assert.ok(leak, "a leak was planted");
  const { module, op, cause } = leak;
  return { module, op, cause };
};

describe("where a leak starts", () => {
  beforeEach(() => manualSeed(0));

  it("is the softmax, as a mask's doing, for a mask that is off by one", () => {
    const place = placeOf(new HandwrittenBlock(1), x(), { allowed: "causal" });
    assert.deepEqual(place, { module: "attention", op: "softmax", cause: "mask" });
  });

  it("is nowhere for the right mask", () => {
    assert.deepEqual(tokenInfluence(new HandwrittenBlock(0), x(), { allowed: "causal" }).leaks, []);
  });

  it("is the attention of a model that was given no mask", () => {
    const layer = new nn.TransformerEncoderLayer(16, 2, { dropout: 0 });
    assert.equal(placeOf(layer, x(), { allowed: "causal" }).cause, "mask");
    const causal = (y: Tensor) => layer.forward(y, { isCausal: true });
    assert.equal(tokenInfluence(causal, x(), { allowed: "causal" }).verdict, "no leak found");
  });

  it("is a mask of large finite numbers, which leaks a little", () => {
    const soft = (y: Tensor) => {
      const later = new Float32Array(36).map((_, i) => (i % 6 > Math.floor(i / 6) ? -12 : 0));
      return y
        .matmul(y.transpose())
        .mul(0.05)
        .add(tensor(later, [6, 6]))
        .softmax(-1)
        .matmul(y);
    };
    assert.deepEqual(placeOf(soft, x(), { allowed: "causal" }), {
      module: null,
      op: "softmax",
      cause: "mask",
    });
  });

  it("is the norm, by its path, for a norm over tokens deep in a decoder", () => {
    const model = smallDecoder();
    model.blocks.at(1)!.norm2 = new NormOverTokens();
    const place = placeOf(model, tensor([[1, 5, 9, 2, 7]]), { allowed: "causal" });
    assert.deepEqual(place, { module: "blocks.1.norm2", op: "mean", cause: "norm" });
  });

  it("is the fused op of a LayerNorm([N, C])", () => {
    const place = placeOf((y: Tensor) => F.layerNorm(y.mul(2), [6, 16]), x());
    assert.deepEqual(place, { module: null, op: "layerNorm", cause: "norm" });
  });

  it("is mixing, neither norm nor mask, where the mean of the tokens is added or gates", () => {
    const keep = { keepdims: true };
    assert.deepEqual(
      placeOf((y: Tensor) => y.add(y.mean(1, keep)), x()),
      { module: null, op: "mean", cause: "other" },
    );
    assert.equal(placeOf((y: Tensor) => y.mul(y.mean(1, keep).sigmoid()), x()).cause, "other");
  });

  it("is a norm's where a statistic divides, in any spelling, and mixing where it multiplies", () => {
    const keep = { keepdims: true };
    const causeIn = (f: (y: Tensor) => Tensor) => placeOf(f, x()).cause;
    const power = (y: Tensor) => y.square().sum(1, keep).div(6);
    assert.equal(
      causeIn((y) => y.div(power(y).sqrt())),
      "norm",
    );
    assert.equal(
      causeIn((y) => y.mul(power(y).add(1e-5).rsqrt())),
      "norm",
    );
    assert.equal(
      causeIn((y) => y.mul(power(y).pow(-0.5))),
      "norm",
    );
    assert.equal(
      causeIn((y) => y.mul(tensor(1).div(power(y)))),
      "norm",
    );
    assert.equal(
      causeIn((y) => y.mul(y.sum(1, keep).div(6))),
      "other",
    );
    assert.equal(
      causeIn((y) => y.mul(power(y).sqrt())),
      "other",
    );
    assert.equal(
      causeIn((y) => y.mul(power(y).pow(0.5))),
      "other",
    );
  });

  it("is a mask for a softmax that is written out by hand", () => {
    const attention = (weights: (scores: Tensor) => Tensor) => (y: Tensor) =>
      weights(y.matmul(y.transpose()).mul(0.1)).matmul(y);
    const plain = (scores: Tensor) => scores.exp().div(scores.exp().sum(-1, { keepdims: true }));
    const stable = (scores: Tensor) => plain(scores.sub(scores.max(-1, { keepdims: true })));
    for (const weights of [plain, stable])
      assert.equal(placeOf(attention(weights), x(), { allowed: "causal" }).cause, "mask");
  });

  it("is mixing, and no mask, where weights or averages mix tokens, or features take their softmax over them", () => {
    const mix = new nn.Linear(6, 6);
    const averages = tensor(new Float32Array(36).fill(1 / 6), [6, 6]);
    const mixing: ((y: Tensor) => Tensor)[] = [
      (y) => mix.forward(y.transpose(1, 2)).transpose(1, 2),
      (y) => y.sub(averages.matmul(y)),
      (y) => y.softmax(1),
      (y) => mix.forward(y.transpose(1, 2)).transpose(1, 2).softmax(1),
    ];
    for (const f of mixing) assert.equal(placeOf(f, x()).cause, "other");
    const linearAttention = (y: Tensor) => y.matmul(y.transpose(1, 2)).matmul(y);
    assert.equal(placeOf(linearAttention, x()).cause, "mask");
  });

  it("is told of each leak: a wrong mask and a wrong norm side by side", () => {
    class Both extends nn.Module {
      readonly block = new HandwrittenBlock(1);
      readonly norm = new NormOverTokens();
      override forward(y: Tensor): Tensor {
        return this.norm.forward(this.block.forward(y));
      }
    }
    const { leaks } = tokenInfluence(new Both(), x(), { allowed: "causal" });
    for (const { from, to, cause, module } of leaks) {
      const expected = from === to + 1 ? ["mask", "block.attention"] : ["norm", "norm"];
      assert.deepEqual([cause, module], expected, `token ${to} reads token ${from}`);
    }
    assert.equal(leaks.length, 15);
  });

  it("is unknown where the code works on data by hand", () => {
    const byHand = (y: Tensor) =>
      tensor(
        y.data.map((value, i) => value + y.data[(i + 16) % 192]!),
        [...y.shape],
      );
    assert.deepEqual(placeOf(byHand, x()), { module: null, op: null, cause: "other" });
  });

  it("is found with as many channels as tokens, and with flattened tokens", () => {
    const square = (y: Tensor) => y.sub(y.mean(1, { keepdims: true }));
    assert.equal(placeOf(square, randn([1, 8, 8])).cause, "norm");
    const flattened = (y: Tensor) => {
      const rows = new nn.Linear(16, 16).forward(y.reshape([12, 16]));
      return rows.sub(rows.mean(0, { keepdims: true })).reshape([2, 6, 16]);
    };
    manualSeed(1);
    assert.deepEqual(placeOf(flattened, x()), { module: null, op: "mean", cause: "norm" });
  });
});

describe("each norm alone", () => {
  beforeEach(() => manualSeed(0));
  const ids = tensor([[1, 5, 9, 2, 7]]);
  const alone = (model: nn.Module, allowed: "causal" | "full") =>
    tokenInfluence(model, ids, { allowed })
      .further.filter(({ title }) => title.endsWith(" alone"))
      .map(({ title }) => title);

  it("finds every wrong norm, where the run as a whole shows the first only", () => {
    const model = smallDecoder();
    for (const block of model.blocks) block.norm1 = new NormOverTokens();
    assert.deepEqual(alone(model, "causal"), ["blocks.0.norm1 alone", "blocks.1.norm1 alone"]);
  });

  it("is what shows a wrong norm in a bidirectional model", () => {
    const model = smallDecoder();
    assert.equal(tokenInfluence(model, ids, { allowed: "full" }).verdict, "no leak found");
    model.blocks.at(0)!.norm2 = new NormOverTokens();
    const result = tokenInfluence(model, ids, { allowed: "full" });
    assert.match(
      result.message,
      /^leak shown: blocks\.0\.norm2, run alone: token \d "\d" reads token \d "\d"$/,
    );
  });

  it("names the innermost norm, and no wrapper around one", () => {
    class PreNorm extends nn.Module {
      readonly norm: nn.Module & { forward(x: Tensor): Tensor };
      readonly inner = new nn.MultiheadAttention(16, 2);
      constructor(norm: PreNorm["norm"]) {
        super();
        this.norm = norm;
      }
      override forward(y: Tensor): Tensor {
        return y.add(this.inner.forward(this.norm.forward(y))[0]);
      }
    }
    class MyNorm extends nn.Module {
      readonly normalize = new NormOverTokens();
      override forward(y: Tensor): Tensor {
        return this.normalize.forward(y);
      }
    }
    const names = (norm: PreNorm["norm"]) =>
      tokenInfluence(new nn.Sequential(new PreNorm(norm)), x(), { allowed: "full" })
        .further.filter(({ title }) => title.endsWith(" alone"))
        .map(({ title }) => title);
    assert.deepEqual(names(new nn.LayerNorm(16)), [], "attention may read every token");
    assert.deepEqual(names(new NormOverTokens()), ["0.norm alone"]);
    assert.deepEqual(names(new MyNorm()), ["0.norm.normalize alone"]);
  });

  it("finds none in a right model", () => {
    assert.deepEqual(alone(smallDecoder({ normFirst: false }), "causal"), []);
  });
});

describe("the gradient as second witness", () => {
  beforeEach(() => manualSeed(0));

  it("sees a leak that rounding hides from every bit", () => {
    const tiny = (y: Tensor) => y.add(y.mean(1, { keepdims: true }).mul(1e-12));
    const result = tokenInfluence(tiny, randn([1, 4, 8]).add(100));
    assert.equal(result.verdict, "leak shown");
    const [{ amount, module, op, cause }] = result.leaks as [(typeof result.leaks)[number]];
    assert.deepEqual(
      { amount, module, op, cause },
      { amount: null, module: null, op: "mean", cause: "other" },
    );
    assert.ok(
      result.matrix.data.every((amount, i) => amount === 0 || i % 5 === 0),
      "no bit moved off the diagonal",
    );
  });

  it("names the norm, or the mask, of such a leak, in a model with parameters that keep their gradients", () => {
    class Faint extends nn.Module {
      readonly linear = new nn.Linear(8, 8);
      readonly norm = new NormOverTokens();
      override forward(y: Tensor): Tensor {
        const inner = this.linear.forward(y);
        return inner.add(this.norm.forward(inner).mul(1e-12)).add(100);
      }
    }
    const place = { module: "norm", op: "mean", cause: "norm" };
    const model = new Faint();
    assert.deepEqual(placeOf(model, randn([1, 4, 8])), place);
    assert.equal(model.linear.weight.grad, null);
    const attend = (y: Tensor) => y.add(y.matmul(y.transpose()).softmax(-1).matmul(y).mul(1e-12)).add(100);
    assert.equal(placeOf(attend, randn([1, 4, 8]), { allowed: "causal" }).cause, "mask");
    assert.throws(
      () => assertTokenIndependent(model, randn([1, 4, 8])),
      /token \d reads token \d\. It starts in norm, op mean \(cause: norm\)\.$/,
    );
  });

  it("is blind to detached statistics, which the bits show", () => {
    const detached = (y: Tensor) => y.sub(y.detach().mean(1, { keepdims: true }));
    assert.equal(tokenInfluence(detached, randn([1, 4, 8])).leaks[0]?.cause, "norm");
  });

  it("agrees in a right model, and says so", () => {
    const { notes } = tokenInfluence(new HandwrittenBlock(0), x(), { allowed: "causal" });
    assert.ok(
      notes.some((note) => note.startsWith("The gradient with a random cotangent is exactly zero too")),
    );
  });

  it("leaves the parameters' gradients alone", () => {
    const layer = new nn.Linear(8, 8);
    layer
      .forward(randn([2, 8]))
      .sum()
      .backward();
    const before = layer.weight.grad!.data.slice();
    tokenInfluence(layer, randn([1, 4, 8]));
    assert.deepEqual(layer.weight.grad!.data, before);
  });
});
