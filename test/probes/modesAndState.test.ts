import assert from "node:assert/strict";
import { concat, manualSeed, models, nn, randint, randn, tensor, zeros } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import {
  architecture,
  assertTokenIndependent,
  TokenDependenceError,
  tokenInfluence,
  tokenStats,
} from "../../src/probes/index.ts";
import type { Subject } from "../../src/probes/index.ts";
import { ChannelsFirst, NormOverTokens, smallDecoder } from "./sampleModels.ts";

const batchNorm = () => new ChannelsFirst(new nn.BatchNorm1d(8));
const modeOf = (model: nn.Module, x: Tensor) =>
  tokenInfluence(model, x).further.find(({ title }) => title === "Training and eval mode")!;

describe("modes and state", () => {
  beforeEach(() => manualSeed(0));

  it("tests a BatchNorm in both modes and judges by its own", () => {
    const x = randn([2, 5, 8]);
    const model = batchNorm();
    assert.throws(() => assertTokenIndependent(model.train(), x), TokenDependenceError);
    assertTokenIndependent(model.eval(), x);
    const words = /^eval: frozen statistics, no leak; train: token \d reads token \d$/;
    assert.match(modeOf(model.eval(), x).message, words);
    assert.match(modeOf(model.train(), x).message, words);
    assert.equal(model.inner.training, true);
  });

  it("says nothing of modes where no module depends on them", () => {
    assert.equal(modeOf(new ChannelsFirst(new nn.InstanceNorm1d(8)), randn([2, 5, 8])), undefined);
  });

  it("puts running statistics back", () => {
    const model = batchNorm();
    const x = randn([2, 5, 8]);
    tokenInfluence(model, x);
    assert.ok(model.inner.runningMean!.data.every((value) => value === 0));
    assert.ok(model.inner.runningVar!.data.every((value) => value === 1));
    assert.equal(model.inner.numBatchesTracked!.item(), 0);
    model.forward(x);
    assert.ok(
      model.inner.runningMean!.data.some((value) => value !== 0),
      "a forward of its own moves them",
    );
  });

  it("puts them back for a function that hides the module, also when it throws", () => {
    const model = batchNorm();
    const throwing = (x: Tensor) => {
      model.forward(x);
      throw new Error("afterwards");
    };
    assert.throws(() => tokenInfluence(throwing, randn([2, 5, 8])), /afterwards/);
    assert.equal(model.inner.numBatchesTracked!.item(), 0);
  });

  it("makes dropout exact: every run draws the same mask", () => {
    const model = new nn.Sequential(new nn.Dropout(0.5), new nn.LayerNorm(8)).train();
    assert.equal(tokenInfluence(model, randn([1, 6, 8])).verdict, "no leak found");
  });

  it("finds a leak through dropout", () => {
    const model = new nn.Sequential(new nn.Dropout(0.5), new NormOverTokens()).train();
    assert.equal(tokenInfluence(model, randn([1, 6, 8])).verdict, "leak shown");
  });

  it("sees a BatchNorm that copies stacked on the batch axis would hide", () => {
    const model = batchNorm().train();
    const x = randn([1, 4, 8]);
    const replaced = tensor(
      x.data.map((value, i) => (i >= 24 ? 10 * Math.sin(i) : value)),
      [1, 4, 8],
    );
    // The tempting shortcut: the unchanged and the changed input in one batch share their statistics.
    const stacked = model.forward(concat([x, replaced], 0));
    const hidden = stacked.slice(0, "0:3").sub(stacked.slice(1, "0:3")).abs().max().item();
    const apart = model.forward(x).slice(0, "0:3").sub(model.forward(replaced).slice(0, "0:3"));
    assert.equal(hidden, 0);
    assert.ok(apart.abs().max().item() > 0.1);
    assert.equal(tokenInfluence(model, x).verdict, "leak shown");
  });
});

describe("other sequences", () => {
  const overBatch = (x: Tensor) => x.sub(x.mean(0, { keepdims: true }));

  for (const batch of [1, 2, 3])
    it(`finds a norm over the batch with B = ${batch}`, () => {
      const result = tokenInfluence(overBatch, randn([batch, 4, 8]));
      assert.deepEqual(result.leaks, [], "no token of the same sequence is read");
      assert.equal(
        result.message,
        "leak shown: sequence 1 reads sequence 0 (other sequences, not other tokens)",
      );
      assert.throws(() => assertTokenIndependent(overBatch, randn([batch, 4, 8])), {
        axis: "batch",
        from: 0,
        to: 1,
        op: "mean",
        cause: "norm",
      });
    });

  it("names the module in which sequences meet, deep in a model", () => {
    class NormOverBatch extends nn.Module {
      override forward(x: Tensor): Tensor {
        return x.sub(x.mean(0, { keepdims: true }));
      }
    }
    const model = new nn.Sequential(
      new nn.Linear(8, 8),
      new nn.LayerNorm(8),
      new NormOverBatch(),
      new nn.Linear(8, 8),
    );
    const { further } = tokenInfluence(model, randn([2, 4, 8]));
    assert.equal(
      further.find(({ title }) => title === "Other sequences")!.message,
      "reads other sequences: sequence 1 reads sequence 0; it starts in 2, op mean (cause: norm)",
    );
    assert.throws(
      () => assertTokenIndependent(model, randn([2, 4, 8])),
      /It starts in 2, op mean \(cause: norm\)\.$/,
    );
  });

  it("asks in both directions", () => {
    const reading = (from: number, to: number) => (x: Tensor) => {
      const [half, data] = [x.size / 2, x.data.slice()];
      for (let i = 0; i < half; i++) data[to * half + i]! += x.data[from * half + i]!;
      return tensor(data, [...x.shape]);
    };
    for (const [from, to] of [
      [0, 1],
      [1, 0],
    ] as const)
      // prettier-ignore
      assert.equal(
        tokenInfluence(reading(from, to), randn([2, 4, 8])).message,
        `leak shown: sequence ${to} reads sequence ${from} (other sequences, not other tokens)`,
      );
    const { further } = tokenInfluence((x: Tensor) => x.mul(2), randn([3, 4, 8]));
    const words = further.find(({ title }) => title === "Other sequences")!.message;
    assert.equal(words, "no sequence reads another: 10 runs, bit for bit, on this input");
  });

  it("does not ask where there is no batch", () => {
    const { further } = tokenInfluence((x: Tensor) => x.mul(2), randn([4, 8]));
    assert.ok(!further.some(({ title }) => title === "Other sequences"));
  });

  it("cannot tell where the model takes one sequence only", () => {
    const one = (x: Tensor) => x.reshape([1, 4, 8]).mul(2);
    const { further, verdict } = tokenInfluence(one, randn([1, 4, 8]));
    assert.equal(verdict, "no leak found");
    assert.match(further.find(({ title }) => title === "Other sequences")!.message, /^not checked: /);
  });
});

describe("lengths", () => {
  const lengthsOf = (f: Subject, x: Tensor) =>
    tokenInfluence(f, x).further.find(({ title }) => title === "Lengths")!;
  const lengths = (f: (x: Tensor) => Tensor) => lengthsOf(f, randn([1, 6, 8]));

  it("finds a result that depends on N alone", () => {
    const perLength = (x: Tensor) => x.div(x.shape[1]!);
    assert.equal(lengths(perLength).verdict, "leak shown");
    assert.match(
      tokenInfluence(perLength, randn([1, 6, 8])).message,
      /come out otherwise when the later ones are left out/,
    );
    assert.throws(() => assertTokenIndependent(perLength, randn([1, 6, 8])), TokenDependenceError);
  });

  it("passes one that does not", () => {
    assert.equal(lengths((x) => x.div(6)).verdict, "no leak found");
  });

  it("is no judge of dropout, whose mask depends on the length", () => {
    const model = new nn.Sequential(new nn.Dropout(0.5), new nn.LayerNorm(8)).train();
    const x = randn([1, 6, 8]);
    assert.equal(
      lengthsOf(model, x).message,
      "not checked: the run draws random numbers, others for another length",
    );
    assertTokenIndependent(model, x);
    assert.equal(lengthsOf(model.eval(), x).verdict, "no leak found");
  });

  it("allows what rounding brings about in this model, and no more", () => {
    // One rounding of the input moves these outputs by 1e-3 of the largest; so may another length.
    const sensitive = (x: Tensor) =>
      x
        .mul(1 + (x.shape[1]! % 2) * 2 ** -23)
        .mul(1e4)
        .sin();
    assert.equal(lengths(sensitive).verdict, "no leak found");
    assert.equal(lengths((x) => x.mul(1 + x.shape[1]! * 1e-4)).verdict, "leak shown");
  });

  it("cannot tell a small difference of a model of ids from rounding", () => {
    const table = new nn.Embedding(9, 4);
    const scaled = (scale: number) => (ids: Tensor) => table.forward(ids).mul(1 + ids.shape[1]! * scale);
    const ids = tensor([[1, 2, 3, 4, 5, 6]]);
    assert.match(lengthsOf(scaled(5e-5), ids).message, /which rounding may bring about$/);
    assert.equal(lengthsOf(scaled(5e-5), ids).verdict, "cannot tell");
    assert.equal(lengthsOf(scaled(5e-3), ids).verdict, "leak shown");
  });

  it("cannot tell for a model of one length", () => {
    const weights = randn([6, 8]);
    assert.match(lengths((x) => x.mul(weights)).message, /^not checked: /);
  });
});

describe("cached decoding", () => {
  beforeEach(() => manualSeed(0));
  const ids = () => randint(0, 11, [1, 18]);
  const cached = (model: Subject) =>
    tokenInfluence(model, ids(), { allowed: "causal" }).further.find(
      ({ title }) => title === "Cached decoding",
    );

  it("gives what the full run gives", () => {
    assert.equal(cached(smallDecoder())?.verdict, "no leak found");
    const llama = new models.Llama({
      vocabSize: 11,
      blockSize: 32,
      nLayer: 1,
      nHead: 2,
      nEmbd: 16,
      nInner: 32,
    });
    assert.equal(cached(llama)?.message, "gives the same as all tokens at once");
  });

  it("shows a cache whose positions are wrong", () => {
    class Forgetful extends models.GPT {
      override forward(given: Tensor, options: { cache?: nn.KeyValueCache | null } = {}): Tensor {
        // From the second call on every token counts as the sequence's first.
        const past = options.cache?.length ?? 0;
        const position = this.positionEmbedding.weight;
        if (past === 0) return super.forward(given, options);
        const kept = position.data.slice();
        position.writeData((data) => data.copyWithin(past * 16, 0, 16));
        const output = super.forward(given, options);
        position.writeData((data) => data.set(kept));
        return output;
      }
    }
    const model = new Forgetful({ vocabSize: 11, blockSize: 32, nLayer: 1, nHead: 2, nEmbd: 16 });
    assert.match(
      cached(model)!.message,
      /^token 2 comes out otherwise, by .*: the cache or the positions are wrong/,
    );
    assert.equal(cached(model)!.verdict, "cannot tell");
  });

  it("is not asked of a model without a cache", () => {
    assert.equal(cached(new nn.Embedding(11, 4)), undefined);
    const f = (given: Tensor) => given.mul(2);
    assert.equal(cached(f), undefined);
  });
});

describe("what a model keeps or writes to", () => {
  class Running extends nn.Module {
    declare running: Tensor;
    constructor() {
      super();
      this.registerBuffer("running", zeros([16]));
    }
    override forward(x: Tensor): Tensor {
      this.running = this.running.mul(0.9).add(x.mean([0, 1]).mul(0.1));
      return x.sub(this.running);
    }
  }
  const writing = (x: Tensor): Tensor => {
    x.writeData((data) => data.forEach((value, i) => (data[i] = 2 * value)));
    return x.add(0);
  };

  it("is put back where a buffer is another tensor afterwards, and every run starts from it", () => {
    const model = new Running();
    const before = model.running;
    assert.equal(tokenInfluence(model, randn([2, 6, 16])).verdict, "leak shown");
    tokenStats(model, randn([2, 6, 16]));
    architecture(model, randn([2, 6, 16]));
    assert.equal(model.running, before);
    assert.ok(before.data.every((value) => value === 0));
  });

  it("is put back where a function writes into its input", () => {
    const x = randn([2, 6, 16]);
    const before = x.data.slice();
    assert.equal(tokenInfluence(writing, x).verdict, "no leak found");
    tokenStats(writing, x);
    architecture(writing, x);
    assert.deepEqual(x.data, before);
  });
});
