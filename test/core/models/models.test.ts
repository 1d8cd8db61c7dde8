import assert from "node:assert/strict";
import {
  functional as F,
  manualSeed,
  models,
  nn,
  noGrad,
  optim,
  tensor,
  type Tensor,
} from "../../../src/core/index.ts";
import { assertClose } from "../closeTo.ts";

const small = { vocabSize: 11, blockSize: 6, nLayer: 2, nHead: 2, nEmbd: 8 };
const ids = tensor([[1, 5, 9, 0]]);
const std = (x: Tensor) => x.std().item();

const causalModels = {
  "GPT, pre-norm": () => new models.GPT(small),
  "GPT, post-norm": () => new models.GPT({ ...small, normFirst: false }),
  "Llama with grouped queries": () => new models.Llama({ ...small, nKvHead: 1, nInner: 12 }),
};

describe("causal models", () => {
  beforeEach(() => manualSeed(1));

  for (const [name, make] of Object.entries(causalModels)) {
    it(`${name}: earlier logits do not depend on later tokens, in every bit`, () => {
      const model = make();
      const logits = model.forward(ids);
      const changed = model.forward(tensor([[1, 5, 9, 7]]));
      assert.deepEqual(logits.shape, [1, 4, 11]);
      assert.deepEqual(changed.slice(0, [0, 3]).data, logits.slice(0, [0, 3]).data);
      assert.notDeepEqual(changed.slice(0, 3).data, logits.slice(0, 3).data);
    });

    it(`${name}: a row's bits do not depend on the rest of the batch`, () => {
      const model = make();
      const pair = model.forward(
        tensor([
          [4, 4, 4, 4],
          [1, 5, 9, 0],
        ]),
      );
      assert.deepEqual(pair.slice(1).data, model.forward(ids).slice(0).data);
    });

    it(`${name}: cached decoding agrees with the full forward, token by token`, () => {
      const model = make();
      const whole = model.forward(ids);
      const cache = new nn.KeyValueCache();
      for (let i = 0; i < 4; i++) {
        const step = model.forward(ids.slice(null, [i, i + 1]), { cache });
        assertClose(step.data, whole.slice(null, [i, i + 1]).data, 1e-5, `token ${i}`);
      }
    });

    it(`${name}: generates the same with and without cache, beyond its window too`, () => {
      const model = make();
      const cached = model.generate(ids, { maxNewTokens: 8 });
      assert.deepEqual(cached.shape, [1, 12]);
      assert.deepEqual(cached.slice(0, [0, 4]).data, ids.slice(0).data);
      assert.deepEqual(model.generate(ids, { maxNewTokens: 8, cache: false }).toArray(), cached.toArray());
    });

    it(`${name}: learns a sequence`, () => {
      const model = make();
      const targets = tensor([[5, 9, 0, 3]]);
      const loss = () => F.crossEntropy(model.forward(ids), targets);
      const before = loss().item();
      const optimizer = new optim.AdamW(model.parameters(), { lr: 1e-2 });
      for (let step = 0; step < 40; step++) {
        optimizer.zeroGrad();
        loss().backward();
        optimizer.step();
      }
      assert.ok(Math.abs(before - Math.log(11)) < 0.5, `starts near ln(11), not at ${before}`);
      assert.ok(loss().item() < 0.2);
      assert.deepEqual(model.generate(tensor([[1]]), { maxNewTokens: 4 }).toArray(), [[1, 5, 9, 0, 3]]);
    });
  }

  it("refuse ids and lengths that do not fit, with the value", () => {
    const model = new models.GPT(small);
    assert.throws(() => model.forward(tensor([[1, 11]])), /id 11 is out of range; expected 0 to 10/);
    assert.throws(() => model.forward(tensor([[1, 0.5]])), /0\.5 is not a whole number/);
    assert.throws(() => model.forward(tensor([1, 2])), /GPT: token ids are \[B, N\], not \[2\]/);
    assert.throws(
      () => model.forward(tensor([[1, 1, 1, 1, 1, 1, 1]])),
      /7 tokens are more than its 6 positions/,
    );
  });
});

describe("models refuse options that do not exist", () => {
  const gpt = new models.GPT(small);
  const llama = new models.Llama({ ...small, nInner: 12 });
  const cases: [string, () => unknown, RegExp][] = [
    [
      "BERT",
      () => new models.BERT(small).forward(ids, { attentionMask: [[true]] } as never),
      /BERT.forward: there is no option attentionMask; the options are \{ tokenTypeIds, keyPaddingMask \}/,
    ],
    ["GPT", () => gpt.forward(ids, { chache: null } as never), /GPT.forward: there is no option chache/],
    ["Llama", () => llama.forward(ids, { kache: null } as never), /Llama.forward: there is no option kache/],
    [
      "Llama, another cache",
      () => llama.forward(ids, { cache: {} } as never),
      /cache must be a KeyValueCache or null/,
    ],
    ["GPT with null", () => gpt.forward(ids, null as never), /options are an object \{ cache \}, not null/],
  ];
  for (const [name, run, message] of cases) it(name, () => assert.throws(run, message));
});

describe("GPT", () => {
  it("starts as GPT-2 does", () => {
    manualSeed(3);
    const model = new models.GPT({ vocabSize: 200, blockSize: 100, nLayer: 8, nHead: 2, nEmbd: 64 });
    const block = model.blocks.at(0)!;
    assert.ok(Math.abs(std(model.tokenEmbedding.weight) - 0.02) < 1e-3);
    assert.ok(Math.abs(std(block.attention.inProjWeight!) - 0.02) < 1e-3);
    assert.ok(Math.abs(std(block.attention.outProj.weight) - 0.02 / 4) < 3e-4);
    assert.ok(Math.abs(std((block.feedForward as models.FeedForward).project.weight) - 0.02 / 4) < 3e-4);
    assert.equal(model.head.weight, model.tokenEmbedding.weight);
    assert.equal(model.parameters().length, 2 + 8 * 12 + 2);
    assert.ok(
      model.namedParameters().every(([name, p]) => !name.endsWith("ias") || p.data.every((v) => v === 0)),
    );
  });

  it("has no final norm where the norm comes last in each block", () => {
    assert.equal(new models.GPT({ ...small, normFirst: false }).finalNorm, null);
    assert.ok(new models.GPT(small).finalNorm);
  });
});

describe("BERT", () => {
  it("reads both ways, hides padding, and gives hidden states without a head", () => {
    const model = new models.BERT({ ...small, head: false });
    const hidden = noGrad(() => model.forward(ids));
    assert.deepEqual(hidden.shape, [1, 4, 8]);
    const changed = noGrad(() => model.forward(tensor([[1, 5, 9, 7]])));
    assert.notDeepEqual(changed.slice(0, 0).data, hidden.slice(0, 0).data);
    const keyPaddingMask = [[false, false, false, true]];
    const [a, b] = [ids, tensor([[1, 5, 9, 7]])].map((x) => model.forward(x, { keyPaddingMask }));
    assert.deepEqual(a!.slice(0, [0, 3]).data, b!.slice(0, [0, 3]).data);
    assert.deepEqual(new models.BERT(small).forward(ids).shape, [1, 4, 11]);
  });

  it("refuses token types and padding masks of another shape than the ids, which would broadcast", () => {
    const model = new models.BERT(small);
    const pair = tensor([[1, 2]]);
    for (const tokenTypeIds of [tensor([[0], [1], [0]]), tensor([[0]]), tensor([0, 1])])
      assert.throws(
        () => model.forward(pair, { tokenTypeIds }),
        /BERT: tokenTypeIds must have the shape of the ids, \[1, 2\], not \[/,
      );
    assert.throws(
      () => model.forward(pair, { keyPaddingMask: [[true], [false]] }),
      /keyPaddingMask must be \[B, S\] = \[1, 2\], but its shape is \[2, 1\]/,
    );
  });
});
