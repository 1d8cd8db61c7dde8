import assert from "node:assert/strict";
import { functional as F, manualSeed, models, nn, randint, randn, tensor } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import { honestLoss } from "../../src/probes/index.ts";
import { parseOutput } from "../../src/protocol/outputs/index.ts";
import { NormOverTokens, smallDecoder } from "./sampleModels.ts";

const mime = "application/vnd.tokenwise.honest-loss.v1+json";
const ids = () => randint(0, 11, [3, 8]);
const leakyDecoder = (norm: () => nn.Module = () => new NormOverTokens()) => {
  const model = smallDecoder();
  for (const block of model.blocks) block.norm1 = norm() as never;
  return model;
};

describe("honestLoss", () => {
  beforeEach(() => manualSeed(0));

  it("is the same at every position for a causal model, and is the loss that training would report", () => {
    const [model, given] = [smallDecoder(), ids()];
    const [curve] = honestLoss(model, given).curves;
    const logits = model.forward(given).slice("...", "0:7", "0:");
    const expected = F.crossEntropy(logits, given.slice("0:", "1:")).item();
    assert.ok(Math.abs(curve!.meanWholeWindow - expected) < 1e-5);
    assert.ok(curve!.wholeWindow.sub(curve!.oneAtATime).abs().max().item() < 1e-5);
    assert.deepEqual([curve!.differs, curve!.wholeWindow.shape], [false, [7]]);
    assert.match(curve!.message, /^\d\.\d\d either way, equal at every position\.$/);
  });

  it("parts for a model whose norm reads the future, at every position but those with nothing ahead", () => {
    const [curve] = honestLoss(leakyDecoder(), ids()).curves;
    assert.equal(curve!.differs, true);
    assert.match(curve!.message, /it reads the future/);
  });

  it("says that a leak need not win", () => {
    // Reads the next token, and uses it for nothing but noise.
    const curious = (given: Tensor) => {
      const tokens = given.shape[1]!;
      const logits = new Float32Array(tokens * 11);
      for (let i = 0; i < tokens; i++)
        logits[i * 11 + 7] = given.data[i + 1] === undefined ? 0 : (given.data[i + 1]! % 2) * 0.2 - 0.1;
      return tensor(logits, [1, tokens, 11]);
    };
    const [curve] = honestLoss(curious, tensor([[1, 2, 3, 4, 5]])).curves;
    assert.equal(
      curve!.message,
      "2.40 either way, but up to 0.01 apart at a position: it reads the future, and gains nothing by it.",
    );
  });

  it("says that a cheat is worse than guessing", () => {
    // Knows every next token of the window, and is sure of a wrong one where there is none.
    const cheat = (given: Tensor) => {
      const tokens = given.shape[1]!;
      const logits = new Float32Array(tokens * 11);
      for (let i = 0; i < tokens; i++) logits[i * 11 + (given.data[i + 1] ?? 10)] = 50;
      return tensor(logits, [1, tokens, 11]);
    };
    const [curve] = honestLoss(cheat, tensor([[1, 2, 3, 4, 5]])).curves;
    assert.ok(curve!.meanWholeWindow < 1e-6);
    assert.match(curve!.message, /Without it, it is worse than guessing \(2\.40\)\.$/);
  });

  it("accuses no dropout, and leaves the model's mode alone", () => {
    const model = new models.GPT({
      vocabSize: 11,
      blockSize: 8,
      nLayer: 1,
      nHead: 2,
      nEmbd: 8,
      dropout: 0.5,
    });
    const [curve] = honestLoss(model, ids()).curves;
    assert.equal(curve!.differs, false);
    assert.match(
      curve!.message,
      /draws random numbers, as dropout does in training.*call model\.eval\(\) first/,
    );
    assert.equal(model.training, true);
    assert.match(honestLoss(model.eval(), ids()).curves[0]!.message, /equal at every position/);
  });

  it("accuses no model whose equal runs differ: it cannot tell", () => {
    const model = smallDecoder();
    let calls = 0;
    const drifting = [
      (given: Tensor) => model.forward(given).mul(1 + Math.random()),
      (given: Tensor) => model.forward(given).mul(1 + calls++),
    ];
    for (const f of drifting) {
      const [curve] = honestLoss(f, ids()).curves;
      assert.equal(curve!.differs, false);
      assert.match(curve!.message, /^Cannot tell: two equal runs differed/);
    }
  });

  it("tells a model that depends on how many tokens there are from one that reads them", () => {
    const model = smallDecoder();
    const [curve] = honestLoss((given) => model.forward(given).mul(given.shape[1]! / 8), ids()).curves;
    assert.equal(curve!.differs, true);
    assert.match(curve!.message, /depends on how many tokens there are, not on what they say\.$/);
    assert.doesNotMatch(curve!.message, /reads the future/);
  });

  it("compares models by name", () => {
    const { curves, guessing } = honestLoss({ right: smallDecoder(), wrong: leakyDecoder() }, ids());
    assert.deepEqual(curves.map(({ label, differs }) => [label, differs]), [["right", false], ["wrong", true]]); // prettier-ignore
    assert.ok(Math.abs(guessing - Math.log(11)) < 1e-6);
  });

  it("covers the tokens to come where a model takes one length only, and says so", () => {
    const fixed = leakyDecoder(() => new nn.LayerNorm([8, 16]));
    const { curves, notes } = honestLoss(fixed, ids());
    assert.equal(curves[0]!.differs, true);
    assert.match(notes.join(), /takes windows of 8 tokens only/);
  });

  it("measures 64 positions of a long window, both ends among them, and says so", () => {
    const model = new nn.Embedding(5, 5);
    const given = randint(0, 5, [1, 400]);
    const { positions, curves, notes, toPayload } = honestLoss(model, given);
    assert.deepEqual([positions.length, positions[0], positions.at(-1)], [64, 0, 398]);
    assert.deepEqual(curves[0]!.wholeWindow.shape, [64]);
    const at = positions[20]!;
    assert.deepEqual(
      [toPayload().tokens[20], toPayload().targets![20]],
      [given.data[at], given.data[at + 1]].map(String),
    );
    assert.match(notes.join(), /64 of 399 positions were measured/);
    assert.equal(honestLoss(model, randint(0, 5, [1, 100])).positions.length, 99);
  });

  it("gives a payload that its schema accepts, and is drawn", () => {
    const result = honestLoss(smallDecoder(), ids(), { labels: [..."abcdefgh"] });
    const parsed = parseOutput(mime, JSON.parse(JSON.stringify(result.toPayload())));
    assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
    assert.deepEqual(parsed.payload.tokens, [..."abcdefg"]);
    assert.deepEqual(parsed.payload.targets, [..."bcdefgh"]);
  });

  it("tells bad input", () => {
    assert.throws(
      () => honestLoss(smallDecoder(), tensor([[1]])),
      /ids \[B, N\] with at least 2 tokens, not \[1, 1\]/,
    );
    assert.throws(() => honestLoss(smallDecoder(), [1, 2] as never), /takes ids as a tensor/);
    assert.throws(() => honestLoss((x: Tensor) => x, tensor([[1, 2]])), /needs logits \[B, N, vocabulary\]/);
    assert.throws(() => honestLoss(() => randn([1, 2, 4]), tensor([[1, 7]])), /the id 7 is not among the 4/);
    assert.throws(() => honestLoss({}, tensor([[1, 2]])), /Give a model, or several by name/);
  });
});
