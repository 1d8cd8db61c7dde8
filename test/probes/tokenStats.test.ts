import assert from "node:assert/strict";
import { functional as F, manualSeed, models, nn, randint, randn, tensor } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import { tokenStats } from "../../src/probes/index.ts";
import type { Subject } from "../../src/probes/index.ts";
import { plainText } from "../../src/figures/index.ts";
import { savedPart } from "../../src/probes/statistics/statsLimit.ts";
import { parseOutput } from "../../src/protocol/outputs/index.ts";
import { ChannelsFirst, NormOverTokens, smallDecoder } from "./sampleModels.ts";

const mime = "application/vnd.tokenwise.token-stats.v1+json";
const close = (actual: Tensor, expected: Tensor, tolerance = 1e-5) => {
  assert.deepEqual(actual.shape, expected.shape);
  assert.ok(actual.sub(expected).abs().max().item() <= tolerance, `${actual} is not ${expected}`);
};

describe("tokenStats", () => {
  beforeEach(() => manualSeed(0));

  it("takes mean and variance of each token over C at all three stages", () => {
    const norm = new nn.LayerNorm(16);
    norm.weight!.copyFrom(randn([16]));
    norm.bias!.copyFrom(randn([16]));
    const x = randn([2, 5, 16]).mul(3).add(1);
    const [layer] = tokenStats(norm, x).layers;
    close(layer!.before.mean, x.mean(-1));
    close(layer!.before.variance, x.var(-1), 1e-4);
    close(layer!.before.rms, x.square().mean(-1).sqrt());
    close(layer!.before.maxAbs, x.abs().max(-1));
    close(layer!.before.maxChannel, x.abs().argmax(-1));
    close(layer!.normalized!.mean, x.mean(-1).mul(0));
    close(layer!.normalized!.variance, x.var(-1).div(x.var(-1).add(1e-5)));
    close(layer!.after.mean, norm.forward(x).mean(-1));
    close(layer!.after.variance, norm.forward(x).var(-1));
    assert.deepEqual([layer!.axes, layer!.axisNames, layer!.scope], [[2], ["C"], "token"]);
    assert.deepEqual([layer!.scale!.shape, layer!.shift!.shape], [[16], [16]]);
  });

  it("shows var / (var + eps), which is 0.975 for a small input", () => {
    const x = randn([1, 4, 768]).mul(0.02);
    const [layer] = tokenStats(new nn.LayerNorm(768), x).layers;
    layer!.normalized!.variance.data.forEach((value) => assert.ok(value > 0.96 && value < 0.99));
  });

  it("explains the pooled variance as mean of the variances plus variance of the means", () => {
    const x = randn([3, 7, 8]).add(randn([3, 7, 1]));
    const { pooled } = tokenStats(new nn.LayerNorm(8), x).layers[0]!;
    close(pooled.mean, x.mean([1, 2]));
    close(pooled.variance, x.var([1, 2]));
    close(pooled.variance, pooled.meanOfVariances.add(pooled.varianceOfMeans));
  });

  it("keeps mean^2 + variance near 1 for an RMSNorm, whose mean stays", () => {
    const [layer] = tokenStats(new nn.RMSNorm(8), randn([1, 5, 8]).add(2)).layers;
    const { mean, variance } = layer!.normalized!;
    close(mean.square().add(variance), mean.mul(0).add(1));
    mean.data.forEach((value) => assert.ok(value > 0.5));
  });

  it("finds every norm of a model by its path, in the order in which they ran", () => {
    const names = (model: nn.Module) => tokenStats(model, tensor([[1, 2, 3]])).layers.map(({ name }) => name);
    const inBlocks = ["blocks.0.norm1", "blocks.0.norm2", "blocks.1.norm1", "blocks.1.norm2"];
    assert.deepEqual(names(smallDecoder()), [...inBlocks, "finalNorm"]);
    assert.deepEqual(names(smallDecoder({ normFirst: false })), inBlocks);
  });

  it("finds functions, a user's own norm by its name, and no wrapper of a norm", () => {
    class PreNorm extends nn.Module {
      readonly norm = new NormOverTokens();
      override forward(x: Tensor): Tensor {
        return F.layerNorm(this.norm.forward(x), [8]);
      }
    }
    const { layers } = tokenStats(new PreNorm(), randn([1, 4, 8]));
    assert.deepEqual(
      layers.map(({ name, kind, scope, axes }) => ({ name, kind, scope, axes })),
      [
        { name: "norm", kind: "NormOverTokens", scope: "tokens", axes: [1] },
        { name: "layerNorm", kind: "layerNorm", scope: "token", axes: [2] },
      ],
    );
  });

  it("takes a user's own layer that no name gives away, and tells one that did not run", () => {
    class Squash extends nn.Module {
      override forward(x: Tensor): Tensor {
        return x.div(x.square().mean(-1, { keepdims: true }).sqrt());
      }
    }
    const model = new nn.Sequential(new Squash(), new nn.Linear(8, 8));
    const x = randn([1, 4, 8]);
    assert.deepEqual(tokenStats(model, x).layers, []);
    assert.match(tokenStats(model, x).notes.join(), /No normalisation ran/);
    assert.deepEqual(
      tokenStats(model, x, { layers: ["0"] }).layers.map(({ axes }) => axes),
      [[2]],
    );
    assert.throws(() => tokenStats(model, x, { layers: ["7"] }), {
      message: 'The layer "7" did not run in Sequential.',
    });
  });

  it("takes a user's own function, as the subject or as a member of a module, and puts it back", () => {
    const overTokens = (x: Tensor) => x.sub(x.mean(1, { keepdims: true }));
    class Block extends nn.Module {
      normalize = overTokens;
      override forward(x: Tensor): Tensor {
        return this.normalize(x.mul(2)).relu();
      }
    }
    const x = randn([2, 4, 8]);
    const found = (subject: Subject) =>
      tokenStats(subject, x, { layers: [overTokens] }).layers.map(({ name, axisNames, scope }) => ({
        name,
        axisNames,
        scope,
      }));
    const expected = { name: "overTokens", axisNames: ["N"], scope: "tokens" };
    assert.deepEqual(found(overTokens), [expected]);
    const block = new Block();
    assert.deepEqual(found(new nn.Sequential(block)), [{ ...expected, name: "0.overTokens" }]);
    close(tokenStats(block, x, { layers: [overTokens] }).layers[0]!.before.mean, x.mul(2).mean(-1));
    assert.equal(block.normalize, overTokens);
  });

  it("takes functions that only a closure knows, by what they compute, with their modules' paths", () => {
    const keep = { keepdims: true } as const;
    const rmsNorm = (y: Tensor, gain: Tensor) => y.div(y.square().mean(-1, keep).sqrt()).mul(gain);
    const center = (y: Tensor) => y.sub(y.mean(-1, keep));
    const gain = new nn.Parameter(randn([8]));
    class Block extends nn.Module {
      override forward(y: Tensor): Tensor {
        return center(y.mul(2)).add(rmsNorm(y, gain)).relu();
      }
    }
    const x = randn([2, 4, 8]);
    const model = new nn.Sequential(new Block(), new nn.LayerNorm(8), new Block());
    const { layers } = tokenStats(model, x, { layers: { center, rms: (y: Tensor) => rmsNorm(y, gain) } });
    assert.deepEqual(
      layers.map(({ name, kind }) => `${name}: ${kind}`),
      ["0.center: center", "0.rms: rms", "1: LayerNorm", "2.center: center", "2.rms: rms"],
    );
    close(layers[0]!.before.mean, x.mul(2).mean(-1));
    close(layers[0]!.after.mean, x.mul(0).mean(-1));
    close(layers[1]!.after.rms, rmsNorm(x, gain).square().mean(-1).sqrt());
    const [inFunction] = tokenStats((y: Tensor) => center(y), x, { layers: [center] }).layers;
    assert.equal(inFunction!.name, "center");
  });

  it("refuses a function that was not called, or takes more than a tensor", () => {
    const scaled = (y: Tensor, by: number) => y.mul(tensor(by));
    const model = new nn.Sequential(new nn.Linear(8, 8), new nn.LayerNorm(8));
    assert.throws(
      () => tokenStats((y: Tensor) => scaled(y, 3), randn([1, 4, 8]), { layers: [scaled] }),
      /^RangeError: The function scaled was not seen to run in f\. .* fill in what else it takes: \{ layers: \{ rms:/,
    );
    const center = (y: Tensor) => y.sub(y.mean(-1, { keepdims: true }));
    assert.throws(() => tokenStats(model, randn([1, 4, 8]), { layers: { center } }), /center was not seen/);
    assert.throws(
      () => tokenStats(model, randn([1, 4, 8]), { layers: center as never }),
      /^TypeError: tokenStats: layers must be an array of .* or an object .*, not the function center$/,
    );
  });

  it("takes a method, and functions in arrays and plain objects, and puts them back", () => {
    const center = (x: Tensor) => x.sub(x.mean(-1, { keepdims: true }));
    class Block extends nn.Module {
      readonly steps = [center];
      readonly named = { center };
      readonly factor = 2;
      halve(x: Tensor): Tensor {
        return center(x).div(this.factor);
      }
      override forward(x: Tensor): Tensor {
        return this.halve(this.named.center(this.steps[0]!(x)));
      }
    }
    const block = new Block();
    const kinds = (f: (x: Tensor) => Tensor) =>
      tokenStats(new nn.Sequential(block), randn([1, 4, 8]), { layers: [f] }).layers.map(({ kind }) => kind);
    assert.deepEqual(kinds(center), ["center", "center", "center"]);
    assert.deepEqual(kinds(Block.prototype.halve), ["halve"]);
    assert.deepEqual(
      [block.steps[0], block.named.center, Object.hasOwn(block, "halve")],
      [center, center, false],
    );
  });

  it("tells a BatchNorm that pools from one that uses frozen statistics", () => {
    const model = new ChannelsFirst(new nn.BatchNorm1d(8));
    const x = randn([2, 5, 8]).add(3);
    const [train] = tokenStats(model.train(), x).layers;
    assert.deepEqual([train!.scope, train!.axes, train!.axisNames], ["batch", [0, 2], ["B", "N"]]);
    assert.deepEqual(train!.before.mean.shape, [2, 5]);
    close(train!.before.mean, x.mean(-1));
    const [frozen] = tokenStats(model.eval(), x).layers;
    assert.equal(frozen!.scope, "frozen");
    close(frozen!.normalized!.mean, x.mean(-1), 1e-4);
  });

  it("reads [N, C], a flattened [B N, C] and heads [B, H, N, D]", () => {
    assert.deepEqual(tokenStats(new nn.LayerNorm(8), randn([5, 8])).layers[0]!.before.mean.shape, [1, 5]);
    const flattened = (x: Tensor) => F.layerNorm(x.reshape([10, 8]), [8]).reshape([2, 5, 8]);
    const [flat] = tokenStats(flattened, randn([2, 5, 8])).layers;
    assert.deepEqual([flat!.before.mean.shape, flat!.scope, flat!.axisNames], [[2, 5], "token", ["C"]]);
    const heads = (x: Tensor) => F.layerNorm(x.reshape([2, 5, 2, 4]).transpose(1, 2), [4]);
    const [head] = tokenStats(heads, randn([2, 5, 8])).layers;
    assert.deepEqual([head!.before.mean.shape, head!.scope, head!.axisNames], [[2, 5], "token", ["D"]]);
  });

  it("covers the models of other shapes", () => {
    const ids = tensor([[1, 2, 3, 4]]);
    const bert = new models.BERT({
      vocabSize: 9,
      blockSize: 8,
      nLayer: 2,
      nHead: 2,
      nEmbd: 8,
      head: false,
    }).eval();
    const llama = new models.Llama({ vocabSize: 9, blockSize: 8, nLayer: 2, nHead: 2, nEmbd: 8 });
    assert.equal(tokenStats(bert, ids).layers.length, 5);
    const kinds = new Set(tokenStats(llama, ids).layers.map(({ kind }) => kind));
    assert.deepEqual([...kinds], ["RMSNorm"]);
  });

  it("takes a list of arguments for a model with two inputs", () => {
    const layer = new nn.TransformerDecoderLayer(8, 2, { dropout: 0 });
    const stats = tokenStats(layer as never, [randn([1, 4, 8]), randn([1, 6, 8])]);
    assert.deepEqual(
      stats.layers.map(({ name }) => name),
      ["norm1", "norm2", "norm3"],
    );
  });

  it("gives a payload that its schema accepts, labels included", () => {
    const stats = tokenStats(smallDecoder(), tensor([[1, 2]]), { labels: ["<b>", "\n"] });
    const parsed = parseOutput(mime, JSON.parse(JSON.stringify(stats.toPayload())));
    assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
    assert.deepEqual(parsed.payload.tokens, [["<b>", "\n"]]);
  });

  it("gives the encoder's token texts to no token of the decoder", () => {
    const model = new nn.Transformer({ dModel: 8, nhead: 2, numEncoderLayers: 1, numDecoderLayers: 1 });
    const texts = ["one", "two", "three", "four", "five"];
    const text = plainText(
      mime,
      tokenStats(model as never, [randn([1, 5, 8]), randn([1, 4, 8])], { labels: texts }).toPayload(),
    );
    const [encoder, decoder] = text.split(/^(?=decoder\.)/m);
    assert.match(encoder!, /0 one/);
    assert.doesNotMatch(decoder!, /two|three/);
  });

  it("survives NaN and a single token", () => {
    const stats = tokenStats(new nn.LayerNorm(2), tensor([[[NaN, 1]]]));
    assert.ok(Number.isNaN(stats.layers[0]!.before.mean.item()));
    assert.ok(parseOutput(mime, JSON.parse(JSON.stringify(stats.toPayload()))).ok);
  });

  it("tells labels that do not fit", () => {
    assert.throws(() => tokenStats(new nn.LayerNorm(2), randn([2, 3, 2]), { labels: [["a", "b", "c"]] }), {
      message: "labels has 1 lists, but the input has 2 sequences.",
    });
  });

  it("saves what fits: fewer sequences first, then fewer layers, and says so", () => {
    const { layers } = tokenStats(smallDecoder(), randint(0, 11, [4, 10]));
    // Each of 5 layers has 15 statistics of 10 tokens for each sequence: 750 numbers.
    const part = (most: number) => {
      const { sequences, layers: kept, notes } = savedPart(layers, 4, most);
      return [sequences, kept.length, notes.length];
    };
    assert.deepEqual(part(3000), [4, 5, 0]);
    assert.deepEqual(part(2999), [3, 5, 1]);
    assert.deepEqual(part(400), [1, 3, 2]);
    assert.match(
      savedPart(layers, 4, 400).notes.join(),
      /first 1 of 4 sequences .*3 of 5 layers \(one in 2\)/,
    );
  });

  it("keeps a long sequence in a deep model within what a viewer draws", () => {
    const norms = Array.from({ length: 24 }, () => new nn.LayerNorm(2));
    const payload = tokenStats(new nn.Sequential(...norms), randn([4, 8192, 2])).toPayload();
    assert.ok(parseOutput(mime, payload).ok);
    assert.deepEqual([payload.batch, payload.layers.length, payload.tokens.length], [2, 24, 2]);
    assert.deepEqual(payload.layers[0]!.before.mean.shape, [2, 8192]);
    assert.ok(JSON.stringify(payload).length < 64 * 2 ** 20);
  });
});
