import assert from "node:assert/strict";
import {
  functional as F,
  manualSeed,
  models,
  nn,
  noGrad,
  randint,
  randn,
  tensor,
} from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import { assertTokenIndependent, TokenDependenceError, tokenInfluence } from "../../src/probes/index.ts";
import type { InfluenceOptions, Subject } from "../../src/probes/index.ts";
import { HandwrittenBlock, NormOverTokens, QkNormAttention, smallDecoder } from "./sampleModels.ts";

const keep = { keepdims: true };

/** x [1, N, C] with its last token changed. */
const lastToken = (
  x: Tensor,
  change: (value: number, channel: number, token: readonly number[]) => number,
) => {
  const channels = x.shape.at(-1)!;
  const data = x.data.slice();
  const start = data.length - channels;
  const token = Array.from(data.subarray(start));
  token.forEach((value, channel) => (data[start + channel] = change(value, channel, token)));
  return tensor(data, [...x.shape]);
};
/** How far the first output token moves between two inputs. */
const firstMoves = (f: (x: Tensor) => Tensor, a: Tensor, b: Tensor): number =>
  noGrad(() => f(a).slice(0, 0).sub(f(b).slice(0, 0)).abs().max().item());

describe("why a token is replaced by an independent random vector", () => {
  beforeEach(() => manualSeed(0));

  it("not by NaN: a right causal model shows NaN in earlier tokens, since 0 x NaN in masked attention is NaN", () => {
    const block = new HandwrittenBlock(0);
    const x = randn([1, 6, 16]);
    const poisoned = noGrad(() => block.forward(lastToken(x, () => Number.NaN)));
    assert.ok(Number.isNaN(poisoned.slice(0, 0, 0).item()), "the false alarm");
    assert.equal(tokenInfluence(block, x, { allowed: "causal" }).verdict, "no leak found");
  });

  it("not judged by the gradient of the sum: the outputs of a final LayerNorm sum to a constant", () => {
    const f = (x: Tensor) => F.layerNorm(x.sub(x.mean(1, keep)), [16]);
    const gradientOf = (cotangent: Tensor): number => {
      const x = randn([1, 6, 16]);
      x.requiresGrad = true;
      f(x).backward(cotangent);
      return x.grad!.abs().max().item();
    };
    assert.ok(gradientOf(tensor(new Float32Array(96).fill(1), [1, 6, 16])) < 1e-6);
    assert.ok(gradientOf(randn([1, 6, 16])) > 1e-2);
    assert.throws(() => assertTokenIndependent(f, randn([1, 6, 16])), TokenDependenceError);
  });

  it("not by a shifted or a scaled token, which a LayerNorm before the leak hides", () => {
    const f = (x: Tensor) => {
      const y = F.layerNorm(x, [16]);
      return y.sub(y.mean(1, keep));
    };
    const x = randn([1, 6, 16]);
    assert.ok(
      firstMoves(
        f,
        x,
        lastToken(x, (value) => value + 3),
      ) < 1e-5,
    );
    assert.ok(
      firstMoves(
        f,
        x,
        lastToken(x, (value) => value * 3),
      ) < 1e-5,
    );
    assert.ok(
      firstMoves(
        f,
        x,
        lastToken(x, (value, channel) => Math.sin(channel)),
      ) > 1e-2,
    );
    assert.throws(() => assertTokenIndependent(f, x), TokenDependenceError);
  });

  it("not by a token with its channels permuted, which LayerNorm([N, C]) cannot tell from the old one", () => {
    const f = (x: Tensor) => F.layerNorm(x, [4, 8]);
    const x = randint(-8, 8, [1, 4, 8]);
    assert.equal(
      firstMoves(
        f,
        x,
        lastToken(x, (_, channel, token) => token[7 - channel]!),
      ),
      0,
    );
    assert.throws(() => assertTokenIndependent(f, x), TokenDependenceError);
  });

  it("and many at once: a per-tensor quantiser keeps every bit when any one token is replaced", () => {
    // Rounds to steps of a power of two near the tensor's mean |value|.
    const quantised = (x: Tensor) => {
      const step = 2 ** Math.round(Math.log2(x.detach().abs().mean().item()) - 4);
      return tensor(
        x.data.map((value) => Math.round(value / step) * step),
        [...x.shape],
      );
    };
    const x = randn([1, 64, 8]).mul(1.25);
    const result = tokenInfluence(quantised, x);
    result.matrix.data.forEach((amount, i) =>
      assert.ok(amount === 0 || i % 65 === 0, "one token is not enough"),
    );
    assert.equal(result.verdict, "leak shown");
    assert.match(result.message, /seen when they are replaced together/);
    assertTokenIndependent(
      (y: Tensor) =>
        tensor(
          y.data.map((value) => Math.round(value * 16) / 16),
          [...y.shape],
        ),
      x,
    );
  });

  it("compared bit by bit: in a long sequence one token moves LayerNorm([N, C]) by less than 1e-3", () => {
    const x = randn([1, 8192, 8]);
    assert.throws(
      () => assertTokenIndependent((y: Tensor) => F.layerNorm(y, [8192, 8]), x),
      (error: TokenDependenceError) => error.amount! > 0 && error.amount! < 1e-3,
    );
    assertTokenIndependent((y: Tensor) => F.layerNorm(y, [8]), x);
  });

  it("compared bit by bit: a mask of -20 in place of -Infinity leaks a millionth", () => {
    const attention = (hidden: number) => (y: Tensor) => {
      const mask = tensor(
        Array.from({ length: 6 }, (_, to) =>
          Array.from({ length: 6 }, (_, from) => (from > to ? hidden : 0)),
        ),
      );
      return y.matmul(y.transpose()).mul(0.05).add(mask).softmax(-1).matmul(y);
    };
    const x = randn([1, 6, 16]);
    const { verdict, leaks } = tokenInfluence(attention(-20), x, { allowed: "causal" });
    assert.equal(verdict, "leak shown");
    assert.ok(leaks.every(({ amount }) => amount! < 1e-4));
    assert.equal(tokenInfluence(attention(-Infinity), x, { allowed: "causal" }).verdict, "no leak found");
  });
});

describe("no false alarm in a causal model", () => {
  const sizes = { vocabSize: 11, blockSize: 16, nLayer: 2, nHead: 2, nEmbd: 16 };
  const ids = tensor([[1, 5, 9, 2, 7], [3, 3, 8, 0, 1]]); // prettier-ignore
  const encoder = (normFirst: boolean) => {
    const layer = new nn.TransformerEncoderLayer(16, 2, { dimFeedforward: 32, dropout: 0, normFirst });
    const stack = new nn.TransformerEncoder(layer, 2);
    return (x: Tensor) => stack.forward(x, { isCausal: true });
  };
  const cases: [string, () => Subject, () => Tensor, InfluenceOptions?][] = [
    ["GPT, pre-norm", () => new models.GPT(sizes), () => ids],
    ["GPT, post-norm", () => new models.GPT({ ...sizes, normFirst: false }), () => ids],
    ["GPT with dropout in training", () => new models.GPT({ ...sizes, dropout: 0.5 }).train(), () => ids],
    ["Llama: RMSNorm and rotary positions", () => new models.Llama({ ...sizes, nInner: 32 }), () => ids],
    ["TransformerEncoder, pre-norm", () => encoder(true), () => randn([2, 5, 16])],
    ["TransformerEncoder, post-norm", () => encoder(false), () => randn([2, 5, 16])],
    [
      "normalised queries and keys",
      () => new QkNormAttention(16, () => new nn.RMSNorm(16)),
      () => randn([2, 5, 16]),
    ],
  ];
  for (const [name, makeModel, makeInput] of cases)
    it(name, () => {
      manualSeed(0);
      const result = tokenInfluence(makeModel(), makeInput(), { allowed: "causal" });
      assert.equal(result.verdict, "no leak found", result.message);
      for (const { title, verdict } of result.further) assert.notEqual(verdict, "leak shown", title);
    });

  it("and an alarm as soon as one of its norms runs over tokens", () => {
    for (const normFirst of [true, false]) {
      const model = new models.GPT({ ...sizes, normFirst });
      model.blocks.at(1)!.norm1 = new NormOverTokens();
      assert.equal(tokenInfluence(model, ids, { allowed: "causal" }).leaks[0]?.module, "blocks.1.norm1");
    }
  });
});

describe("left-padded queries", () => {
  // The first two tokens are padding: no query may read them, and their own rows may read nothing at all.
  const padded = (hidden: number) => (x: Tensor) => {
    const isHidden = (to: number, from: number): boolean => from > to || from < 2;
    const mask = tensor(
      Array.from({ length: 6 }, (_, to) =>
        Array.from({ length: 6 }, (_, from) => (isHidden(to, from) ? hidden : 0)),
      ),
    );
    return x.matmul(x.transpose()).mul(0.1).add(mask).softmax(-1).matmul(x);
  };
  const probe = (hidden: number, options: InfluenceOptions = {}) =>
    tokenInfluence(padded(hidden), randn([1, 6, 16]), { allowed: "causal", ...options });

  it("attend to everything under a large finite mask, and are NaN under an infinite one", () => {
    assert.ok(probe(-1e9).leaks.every(({ to }) => to < 2));
    assert.equal(probe(-1e9).verdict, "leak shown");
    assert.match(probe(-Infinity).message, /output token 0 is NaN.*ignoreRows/);
  });

  it("are left out by ignoreRows", () => {
    for (const hidden of [-1e9, -Infinity])
      assert.equal(probe(hidden, { ignoreRows: [0, 1] }).verdict, "no leak found");
    const wrong = (x: Tensor) => padded(-1e9)(x).add(smallLook(x));
    const smallLook = (x: Tensor) => x.mean(1, keep);
    assert.throws(
      () => assertTokenIndependent(wrong, randn([1, 6, 16]), { allowed: "causal", ignoreRows: [0, 1] }),
      TokenDependenceError,
    );
  });
});

describe("a leak is named by its pair", () => {
  it("found by bisection from the cut that showed it", () => {
    // Only token 3 reads only token 7.
    const weights = Array.from({ length: 12 }, (_, to) =>
      Array.from({ length: 12 }, (_, from) => (from === to || (to === 3 && from === 7) ? 1 : 0)),
    );
    const f = (x: Tensor) => tensor(weights).matmul(x);
    for (const allowed of ["none", "causal"] as const) {
      assert.equal(
        tokenInfluence(f, randn([1, 12, 4]), { allowed }).message,
        "leak shown: token 3 reads token 7",
      );
      assert.throws(() => assertTokenIndependent(f, randn([1, 12, 4]), { allowed }), { from: 7, to: 3 });
    }
  });

  it("in a decoder whose norm runs over tokens, where attention may read the past", () => {
    const model = smallDecoder();
    model.blocks.at(0)!.norm1 = new NormOverTokens();
    const { leaks } = tokenInfluence(model, randint(0, 11, [1, 6]), { allowed: "causal" });
    for (const { from, to } of leaks) assert.ok(from > to);
  });
});
