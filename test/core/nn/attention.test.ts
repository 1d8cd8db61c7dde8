import assert from "node:assert/strict";
import {
  functional as F,
  nn,
  ones,
  randn,
  tensor,
  trace,
  zeros,
  type AttentionFacts,
} from "../../../src/core/index.ts";
import { assertClose } from "../closeTo.ts";

const causal = nn.Transformer.generateSquareSubsequentMask(4);

describe("MultiheadAttention", () => {
  it("isCausal is the causal mask, in every bit", () => {
    const attention = new nn.MultiheadAttention(8, 2);
    const x = randn([2, 4, 8]);
    const [plain] = attention.forward(x, x, x, { isCausal: true });
    const [masked] = attention.forward(x, x, x, { attnMask: causal });
    const [truth] = attention.forward(x, x, x, { attnMask: causal.eq(-Infinity) });
    assert.deepEqual(plain.data, masked.data);
    assert.deepEqual(plain.data, truth.data);
  });

  it("with a causal mask the earlier outputs do not depend on later tokens, in every bit", () => {
    const attention = new nn.MultiheadAttention(8, 2);
    const x = randn([1, 4, 8]);
    const changed = tensor([...x.slice(0, [0, 3]).data, ...randn([8]).data], [1, 4, 8]);
    const before = attention.forward(x, x, x, { isCausal: true })[0];
    const after = attention.forward(changed, changed, changed, { isCausal: true })[0];
    assert.deepEqual(after.slice(0, [0, 3]).data, before.slice(0, [0, 3]).data);
    assert.notDeepEqual(after.slice(0, 3).data, before.slice(0, 3).data);
  });

  it("a query that may attend to nothing gets weights of 0 and the output bias, and gradients stay finite", () => {
    const attention = new nn.MultiheadAttention(8, 2);
    attention.outProj.bias!.copyFrom(randn([8]));
    const x = randn([1, 3, 8], { requiresGrad: true });
    const [output, weights] = attention.forward(x, x, x, {
      keyPaddingMask: [[true, false, false]],
      isCausal: true,
    });
    assert.deepEqual(weights!.slice(0, 0).toArray(), [0, 0, 0]);
    assert.deepEqual(output.slice(0, 0).toArray(), attention.outProj.bias!.toArray());
    output.sum().backward();
    assert.ok(x.grad!.data.every(Number.isFinite));
  });

  it("shares key heads among query heads as if they were repeated", () => {
    const grouped = new nn.MultiheadAttention(8, 4, { numKvHeads: 2 });
    const full = new nn.MultiheadAttention(8, 4);
    const rows = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 9, 10, 11, 10, 11, 12, 13, 12, 13, 14, 15, 14, 15];
    full.inProjWeight!.copyFrom(F.embedding(tensor(rows), grouped.inProjWeight!));
    full.outProj.loadStateDict(grouped.outProj.stateDict());
    const x = randn([2, 3, 8]);
    assert.deepEqual(grouped.inProjWeight!.shape, [16, 8]);
    assertClose(grouped.forward(x)[0].data, full.forward(x)[0].data, 1e-6);
  });

  it("continues from a cache as if it had seen everything at once", () => {
    const attention = new nn.MultiheadAttention(8, 2, { rotary: new nn.RotaryEmbedding(4) });
    const x = randn([2, 5, 8]);
    const cache = new nn.KeyValueCache();
    const first = attention.forward(x.slice(null, [0, 3]), undefined, undefined, {
      cache,
      isCausal: true,
    })[0];
    const second = attention.forward(x.slice(null, [3, 5]), undefined, undefined, {
      cache,
      isCausal: true,
    })[0];
    const whole = attention.forward(x, x, x, { isCausal: true })[0];
    assert.equal(cache.length, 5);
    assertClose(first.data, whole.slice(null, [0, 3]).data, 1e-6);
    assertClose(second.data, whole.slice(null, [3, 5]).data, 1e-6);
  });

  it("says what it may read: heads, mask and whether it is cross-attention", () => {
    const attention = new nn.MultiheadAttention(8, 4, { numKvHeads: 2 });
    const [x, memory] = [randn([1, 4, 8]), randn([1, 3, 8])];
    const facts: AttentionFacts[] = [];
    const tracer = {
      enter: ({ module }: { module: nn.Module }, inputs: readonly unknown[]) => {
        if (module instanceof nn.MultiheadAttention) facts.push(module.attentionOf(inputs));
      },
    };
    trace(tracer, () => {
      attention.forward(x);
      attention.forward(x, x, x, { isCausal: true });
      attention.forward(x, x, x, { attnMask: causal });
      attention.forward(x, x, x, { attnMask: ones([4, 4]).tril() });
      attention.forward(x, memory, memory, { keyPaddingMask: [[false, false, true]] });
    });
    assert.deepEqual(
      facts.map(({ mask, cross }) => [mask, cross]),
      [
        ["none", false],
        ["causal", false],
        ["causal", false],
        ["custom", false],
        ["custom", true],
      ],
    );
    assert.deepEqual([facts[0]!.heads, facts[0]!.kvHeads], [4, 2]);
  });

  it("refuses sizes that do not fit, with the numbers", () => {
    assert.throws(() => new nn.MultiheadAttention(8, 3), /embedDim 8 does not split into 3 heads/);
    assert.throws(
      () => new nn.MultiheadAttention(8, 4, { numKvHeads: 3 }),
      /4 heads do not share 3 key heads/,
    );
    assert.throws(
      () => new nn.MultiheadAttention(8, 2).forward(randn([8])),
      /\[B, N, C\] or \[N, C\], not \[8\]/,
    );
    assert.throws(
      () => new nn.MultiheadAttention(8, 2).forward(randn([1, 2, 6])),
      /linear.*\[1, 2, 6\].*\[8, 8\]/,
    );
  });
});

describe("MultiheadAttention's masks", () => {
  const attention = new nn.MultiheadAttention(8, 2);
  const x = randn([2, 4, 8]);
  const flags = (...shape: number[]) => zeros(shape).ne(0);

  it("are taken in PyTorch's shapes", () => {
    for (const attnMask of [flags(4, 4), flags(4, 4, 4)]) attention.forward(x, x, x, { attnMask });
    attention.forward(x, x, x, { keyPaddingMask: flags(2, 4) });
    const single = x.slice(0);
    attention.forward(single, single, single, { keyPaddingMask: flags(4), attnMask: flags(2, 4, 4) });
  });

  it("are refused in all others, with their name and the shapes allowed: reshaped they would hide other keys", () => {
    for (const shape of [[4, 2], [8], [1, 4], [2, 1, 4], [4]])
      assert.throws(
        () => attention.forward(x, x, x, { keyPaddingMask: flags(...shape) }),
        new RegExp(
          `keyPaddingMask must be \\[B, S\\] = \\[2, 4\\], but its shape is \\[${shape.join(", ")}\\]`,
        ),
      );
    for (const shape of [[8, 4, 2], [1, 4], [4], [4, 1], [1, 4, 4], [2, 2, 4, 4]])
      assert.throws(
        () => attention.forward(x, x, x, { attnMask: flags(...shape) }),
        new RegExp(
          `attnMask must be \\[L, S\\] = \\[4, 4\\] or \\[B \\* numHeads, L, S\\] = \\[4, 4, 4\\], but its shape is \\[${shape.join(", ")}\\]`,
        ),
      );
    const single = x.slice(0);
    assert.throws(
      () => attention.forward(single, single, single, { keyPaddingMask: flags(1, 4) }),
      /keyPaddingMask must be \[S\] = \[4\], but its shape is \[1, 4\]/,
    );
  });

  it("are refused within an encoder and a decoder too", () => {
    const encoder = new nn.TransformerEncoder(new nn.TransformerEncoderLayer(8, 2), 1);
    assert.throws(
      () => encoder.forward(x, { srcKeyPaddingMask: flags(4, 2) }),
      /keyPaddingMask must be \[B, S\] = \[2, 4\], but its shape is \[4, 2\]/,
    );
    const decoder = new nn.TransformerDecoderLayer(8, 2);
    assert.throws(
      () => decoder.forward(x, randn([2, 3, 8]), { memoryMask: flags(4, 4) }),
      /attnMask must be \[L, S\] = \[4, 3\]/,
    );
  });
});

describe("scaledDotProductAttention", () => {
  it("reads true as allowed, the opposite of MultiheadAttention", () => {
    const [q, k, v] = [randn([1, 1, 4, 2]), randn([1, 1, 4, 2]), randn([1, 1, 4, 2])];
    const lower = ones([4, 4]).tril().eq(1);
    const allowed = F.scaledDotProductAttention(q, k, v, { attnMask: lower });
    assert.deepEqual(allowed.data, F.scaledDotProductAttention(q, k, v, { isCausal: true }).data);
  });

  it("gives zeros to a query whose keys are all forbidden", () => {
    const q = randn([1, 2, 2]);
    const y = F.scaledDotProductAttention(q, q, q, {
      attnMask: [
        [true, true],
        [false, false],
      ],
    });
    assert.deepEqual(y.slice(0, 1).toArray(), [0, 0]);
    assert.notDeepEqual(y.slice(0, 0).toArray(), [0, 0]);
  });
});

describe("RotaryEmbedding", () => {
  it("turns feature i with feature i + D/2 by the position", () => {
    const rotary = new nn.RotaryEmbedding(4, { base: 100 });
    const y = rotary.forward(tensor([[1, 0, 0, 2]]), 3).data;
    assertClose(y, [Math.cos(3), -2 * Math.sin(0.3), Math.sin(3), 2 * Math.cos(0.3)], 1e-7);
  });

  it("leaves the products of queries and keys to the distance alone", () => {
    const rotary = new nn.RotaryEmbedding(8);
    const [q, k] = [randn([1, 8]), randn([1, 8])];
    const product = (at: number) =>
      rotary
        .forward(q, at)
        .mul(rotary.forward(k, at + 2))
        .sum()
        .item();
    assert.ok(Math.abs(product(0) - product(100)) < 1e-5);
    assert.throws(() => new nn.RotaryEmbedding(3), /even/);
  });

  it("refuses options that would turn positions to NaN, by their names", () => {
    const llama3 = { type: "llama3", factor: 8, lowFreqFactor: 1, highFreqFactor: 4 };
    const cases: [unknown, RegExp][] = [
      ["x", /RotaryEmbedding: scaling must be \{ type: "linear", ... \}.* not "x"/],
      [{ type: "foo", factor: 2 }, /scaling: type must be "linear" or "llama3", not "foo"/],
      [{ type: "linear" }, /scaling: factor is missing; it must be a finite number above 0/],
      [{ type: "linear", factor: 0 }, /scaling: factor must be a finite number above 0, not 0/],
      [{ type: "linear", factor: 2, lowFreqFactor: 1 }, /there is no option lowFreqFactor/],
      [llama3, /originalMaxPositionEmbeddings is missing/],
      [
        { ...llama3, lowFreqFactor: 4, originalMaxPositionEmbeddings: 8 },
        /highFreqFactor 4 must be above lowFreqFactor 4/,
      ],
    ];
    for (const [scaling, message] of cases)
      assert.throws(() => new nn.RotaryEmbedding(4, { scaling: scaling as null }), message);
    assert.throws(
      () => new nn.RotaryEmbedding(4, { base: Infinity }),
      /base must be a finite number above 0/,
    );
    assert.throws(
      () => new nn.RotaryEmbedding(4).forward(randn([2, 4]), "a" as never),
      /offset must be a whole number, 0 or more, not "a"/,
    );
  });
});

describe("norm layers say which axes they run over", () => {
  it("counted from the front", () => {
    assert.deepEqual(new nn.LayerNorm(8).normAxes([2, 4, 8]), [2]);
    assert.deepEqual(new nn.LayerNorm([4, 8]).normAxes([2, 4, 8]), [1, 2]);
    assert.deepEqual(new nn.RMSNorm(8).normAxes([4, 8]), [1]);
    assert.deepEqual(new nn.GroupNorm(2, 4).normAxes([2, 4, 8]), [1, 2]);
    assert.deepEqual(new nn.InstanceNorm1d(4).normAxes([2, 4, 8]), [2]);
    const batch = new nn.BatchNorm1d(4);
    assert.deepEqual(batch.normAxes([2, 4, 8]), [0, 2]);
    assert.deepEqual(batch.eval().normAxes([2, 4, 8]), []);
  });

  it("and refuse other shapes by name", () => {
    assert.throws(
      () => new nn.LayerNorm(8).normAxes([2, 4]),
      /LayerNorm: the last axes of the input must be \[8\], but its shape is \[2, 4\]/,
    );
    assert.throws(() => new nn.BatchNorm1d(4).forward(zeros([2, 3])), /BatchNorm1d.*\[B, 4\].*\[2, 3\]/);
    assert.throws(() => new nn.BatchNorm1d(4).forward(zeros([1, 4])), /more than one value per channel/);
  });

  it("and what is not a tensor", () => {
    for (const norm of [new nn.BatchNorm1d(4), new nn.GroupNorm(2, 4), new nn.InstanceNorm1d(4)]) {
      const { name } = norm.constructor;
      const forward = norm.forward as (x?: unknown) => unknown;
      assert.throws(() => forward(), new RegExp(`^TypeError: ${name}: x is missing; it must be a tensor`));
      assert.throws(() => forward([1]), new RegExp(`${name}: x must be a tensor, not an array`));
    }
  });
});
