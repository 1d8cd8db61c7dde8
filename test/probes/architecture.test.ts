import assert from "node:assert/strict";
import { functional as F, manualSeed, models, nn, randn, tensor } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import { architecture, tokenStats } from "../../src/probes/index.ts";
import type { ProbeInput, Subject } from "../../src/probes/index.ts";
import { parseOutput } from "../../src/protocol/outputs/index.ts";
import {
  ChannelsFirst,
  HandwrittenBlock,
  NormOverTokens,
  QkNormAttention,
  smallDecoder,
} from "./sampleModels.ts";

const mime = "application/vnd.tokenwise.architecture.v1+json";
const ids = tensor([[1, 2, 3, 4]]);
const placement = (model: Subject, input: ProbeInput) => {
  const { normPlacement, finalNorm } = architecture(model, input);
  return { normPlacement, finalNorm };
};
const kindsIn = (model: Subject, input: ProbeInput, parent: string | null) =>
  architecture(model, input)
    .nodes.filter((node) => node.parent === parent)
    .map(({ kind }) => kind);

describe("architecture", () => {
  beforeEach(() => manualSeed(0));

  it("draws a pre-norm block in the order in which it ran", () => {
    const inside = kindsIn(smallDecoder({ nLayer: 1 }), ids, "blocks.0");
    assert.deepEqual(inside, ["norm", "attention", "add", "norm", "block", "add"]);
    assert.deepEqual(placement(smallDecoder(), ids), { normPlacement: "pre", finalNorm: true });
  });

  it("draws a post-norm block with a norm after attention and after the feed-forward network", () => {
    const inside = kindsIn(smallDecoder({ nLayer: 1, normFirst: false }), ids, "blocks.0");
    assert.deepEqual(inside, ["attention", "add", "norm", "block", "add", "norm"]);
    assert.deepEqual(placement(smallDecoder({ normFirst: false }), ids), {
      normPlacement: "post",
      finalNorm: null,
    });
  });

  it("labels every norm of a right model over C, each token alone", () => {
    const norms = architecture(smallDecoder(), ids).nodes.flatMap(({ norm }) => norm ?? []);
    assert.equal(norms.length, 3, "two in the folded block, and the final one");
    for (const norm of norms)
      assert.deepEqual(norm, { axes: [2], axisNames: ["C"], scope: "token", eps: 1e-5, affine: true });
  });

  it("marks a norm that pools over tokens, and says so", () => {
    const model = smallDecoder({ nLayer: 1 });
    model.blocks.at(0)!.norm2 = new NormOverTokens();
    const { nodes, notes } = architecture(model, ids);
    const node = nodes.find(({ id }) => id === "blocks.0.norm2");
    assert.deepEqual([node?.norm?.scope, node?.norm?.axisNames], ["tokens", ["N"]]);
    assert.match(notes.join(), /blocks\.0\.norm2 pools over tokens/);
  });

  it("tells a BatchNorm in training from one that is frozen", () => {
    const scope = (model: nn.Module) =>
      architecture(model, randn([2, 4, 8])).nodes.find(({ norm }) => norm !== null)?.norm?.scope;
    const model = new ChannelsFirst(new nn.BatchNorm1d(8));
    assert.equal(scope(model.train()), "batch");
    assert.equal(scope(model.eval()), "frozen");
  });

  it("follows the residual stream from the embedding to the last sum", () => {
    const { edges } = architecture(smallDecoder({ nLayer: 1 }), ids);
    const stream = edges.filter(({ residual }) => residual).map(({ from, to }) => `${from} -> ${to}`);
    assert.deepEqual(stream, ["add -> blocks.0.add", "blocks.0.add -> blocks.0.add#2"]);
    const post = architecture(smallDecoder({ nLayer: 1, normFirst: false }), ids).edges.filter(
      ({ residual }) => residual,
    );
    assert.deepEqual(
      post.map(({ from, to }) => `${from} -> ${to}`),
      [
        "add -> blocks.0.add",
        "blocks.0.add -> blocks.0.norm1",
        "blocks.0.norm1 -> blocks.0.add#2",
        "blocks.0.add#2 -> blocks.0.norm2",
      ],
    );
  });

  for (const normFirst of [true, false])
    it(`folds 96 equal ${normFirst ? "pre" : "post"}-norm blocks into one, whose edges join on both sides`, () => {
      const { nodes, edges } = architecture(smallDecoder({ nLayer: 96, normFirst }), ids);
      const block = nodes.find(({ id }) => id === "blocks.0");
      assert.equal(block?.repeat, 96);
      assert.ok(nodes.length < 25);
      const known = new Set(nodes.map(({ id }) => id));
      for (const { from, to } of edges) assert.ok(known.has(from) && known.has(to), `${from} -> ${to}`);
      const after = normFirst ? "finalNorm" : "head";
      assert.ok(edges.some(({ from, to }) => from.startsWith("blocks.0.") && to === after));
    });

  it("keeps blocks apart that differ", () => {
    const model = smallDecoder({ nLayer: 3 });
    model.blocks.at(1)!.norm1 = new NormOverTokens();
    const repeats = architecture(model, ids)
      .nodes.filter(({ type }) => type === "Block")
      .map(({ repeat }) => repeat);
    assert.deepEqual(repeats, [1, 1, 1]);
  });

  it("shows heads, mask and cross-attention", () => {
    const attention = (model: Subject, input: ProbeInput) =>
      architecture(model, input).nodes.flatMap((node) => node.attention ?? []);
    assert.deepEqual(attention(smallDecoder({ nLayer: 1 }), ids), [
      { heads: 2, mask: "causal", cross: false },
    ]);
    const layer = new nn.TransformerDecoderLayer(8, 2, { dropout: 0 }) as unknown as Subject;
    assert.deepEqual(attention(layer, [randn([1, 4, 8]), randn([1, 6, 8]), { tgtIsCausal: true }]), [
      { heads: 2, mask: "causal", cross: false },
      { heads: 2, mask: "none", cross: true },
    ]);
  });

  it("reads the mask of hand-written attention off its weights", () => {
    const maskOf = (ahead: number) =>
      architecture(new HandwrittenBlock(ahead), randn([1, 6, 16])).nodes.find(
        (node) => node.kind === "attention",
      )?.attention;
    assert.deepEqual(maskOf(0), { heads: 1, mask: "causal", cross: false });
    assert.deepEqual(maskOf(1), { heads: 1, mask: "custom", cross: false });
    assert.deepEqual(maskOf(9), { heads: 1, mask: "none", cross: false });
  });

  it("tells the norms of queries and keys within attention, and warns of those that pool", () => {
    class Layer extends nn.Module {
      readonly attention: QkNormAttention;
      constructor(makeNorm: () => nn.RMSNorm | NormOverTokens) {
        super();
        this.attention = new QkNormAttention(8, makeNorm);
      }
      override forward(x: Tensor): Tensor {
        return x.add(this.attention.forward(x));
      }
    }
    const right = () => new Layer(() => new nn.RMSNorm(8, { eps: 1e-6 }));
    const { nodes, notes } = architecture(new nn.Sequential(right(), right(), right()), randn([1, 4, 8]));
    const fact = { axes: [2], axisNames: ["C"], scope: "token", eps: 1e-6, affine: true };
    const { attention } = nodes.find(({ kind }) => kind === "attention")!;
    assert.deepEqual(attention?.norms, [
      { path: "0.attention.queryNorm", ...fact },
      { path: "0.attention.keyNorm", ...fact },
    ]);
    assert.equal(nodes.find(({ kind }) => kind === "block")?.repeat, 3, "equal blocks fold all the same");
    assert.deepEqual(notes, []);
    const wrong = architecture(new Layer(() => new NormOverTokens()), randn([1, 4, 8]));
    assert.match(
      wrong.notes.join(),
      /attention\.queryNorm pools over tokens.*attention\.keyNorm pools over tokens/,
    );
  });

  it("measures each token of each node's output over its channels, as tokenStats does", () => {
    const model = smallDecoder({ nLayer: 1 });
    const { nodes } = architecture(model, ids);
    const statisticsOf = (name: string) => nodes.find(({ id }) => id === name)?.statistics;
    const [norm1] = tokenStats(model, ids).layers;
    const sorted = [...norm1!.after.rms.data].sort((a, b) => a - b);
    assert.deepEqual(statisticsOf("blocks.0.norm1")?.rms, {
      low: sorted[0],
      median: (sorted[1]! + sorted[2]!) / 2,
      high: sorted[3],
    });
    const [, norm2] = tokenStats(model, ids).layers;
    assert.equal(statisticsOf("blocks.0.add")?.variance.high, Math.max(...norm2!.before.variance.data));
    assert.equal(statisticsOf("input"), undefined, "ids have no channels");
    assert.ok(statisticsOf("blocks.0"), "a block has those of its output");
  });

  it("leaves statistics out where the tokens are gone, and says null where numbers are not finite", () => {
    const pooled = architecture((x: Tensor) => x.mean(1).relu(), randn([2, 4, 8])).nodes;
    assert.equal(pooled.find(({ kind }) => kind === "activation")?.statistics, undefined);
    const [input] = architecture((x: Tensor) => x.relu(), tensor([[[1, Infinity], [1, 2]]])).nodes; // prettier-ignore
    assert.deepEqual(input?.statistics?.maxAbs, { low: 2, median: null, high: null });
  });

  it("tells that a pre-norm model has no final norm", () => {
    const encoder = (norm: nn.LayerNorm | null) =>
      new nn.TransformerEncoder(new nn.TransformerEncoderLayer(8, 2, { dropout: 0, normFirst: true }), 2, {
        norm,
      });
    const x = randn([1, 4, 8]);
    assert.deepEqual(placement(encoder(null), x), { normPlacement: "pre", finalNorm: false });
    assert.match(architecture(encoder(null), x).notes.join(), /without a final norm/);
    assert.deepEqual(placement(encoder(new nn.LayerNorm(8)), x), { normPlacement: "pre", finalNorm: true });
  });

  class Residual extends nn.Module {
    readonly norm = new nn.LayerNorm(8);
    readonly a = new nn.Linear(8, 8);
    readonly m = new nn.Linear(8, 8);
    readonly sum: (x: Tensor, block: Residual) => Tensor;
    constructor(sum: (x: Tensor, block: Residual) => Tensor) {
      super();
      this.sum = sum;
    }
    override forward(x: Tensor): Tensor {
      return this.sum(x, this);
    }
  }
  const stack = (sum: (x: Tensor, block: Residual) => Tensor, ...last: nn.LayerNorm[]) =>
    architecture(new nn.Sequential(...[1, 2, 3].map(() => new Residual(sum)), ...last), randn([1, 4, 8]));

  it("follows the stream through parallel blocks, and folds them all", () => {
    const parallel = (x: Tensor, { norm, a, m }: Residual) => {
      const h = norm.forward(x);
      return x.add(a.forward(h)).add(m.forward(h));
    };
    const { normPlacement, finalNorm, nodes, notes } = stack(parallel, new nn.LayerNorm(8));
    assert.deepEqual([normPlacement, finalNorm, notes], ["pre", true, []]);
    assert.deepEqual(
      nodes.filter(({ kind }) => kind === "block").map(({ repeat }) => repeat),
      [3],
    );
    assert.equal(stack(parallel).finalNorm, false);
  });

  it("tells norms at a branch's end, and a stack without norms, from post-norm", () => {
    const atEnd = stack((x, { norm, a }) => x.add(norm.forward(a.forward(x))), new nn.LayerNorm(8));
    assert.deepEqual([atEnd.normPlacement, atEnd.finalNorm], ["pre", true]);
    assert.match(atEnd.notes.join(), /at the end of each branch/);
    const none = stack((x, { a }) => x.add(a.forward(x)), new nn.LayerNorm(8));
    assert.deepEqual([none.normPlacement, none.finalNorm], ["none", true]);
  });

  it("warns where tokens meet through a statistic that no norm takes, and not of a pool that goes on alone", () => {
    class Standardize extends nn.Module {
      override forward(x: Tensor): Tensor {
        const centered = x.sub(x.mean(1, { keepdims: true }));
        return centered.div(x.var(1, { keepdims: true }).add(1e-5).sqrt());
      }
    }
    const x = randn([2, 4, 8]);
    const own = architecture(new nn.Sequential(new Standardize(), new nn.Linear(8, 8)), x);
    assert.equal(own.nodes.find(({ id }) => id === "0")?.norm?.scope, "tokens");
    assert.match(own.notes.join(), /0 pools over tokens/);
    const inline = architecture((y: Tensor) => y.add(y.mean(1, { keepdims: true })), x);
    assert.match(inline.notes.join(), /mean pools over tokens/);
    assert.deepEqual(architecture((y: Tensor) => y.relu().mean(1), x).notes, []);
    assert.deepEqual(architecture((y: Tensor) => y.sub(y.mean(-1, { keepdims: true })), x).notes, []);
  });

  it("knows the shapes of BERT, Llama and an encoder-decoder", () => {
    const bert = new models.BERT({ vocabSize: 9, blockSize: 8, nLayer: 2, nHead: 2, nEmbd: 8 }).eval();
    assert.equal(placement(bert, ids).normPlacement, "post");
    const llama = new models.Llama({ vocabSize: 9, blockSize: 8, nLayer: 2, nHead: 2, nEmbd: 8 });
    assert.deepEqual(placement(llama, ids), { normPlacement: "pre", finalNorm: true });
    const options = {
      dModel: 8,
      nhead: 2,
      numEncoderLayers: 2,
      numDecoderLayers: 2,
      dimFeedforward: 16,
      dropout: 0,
    };
    for (const normFirst of [true, false]) {
      const transformer = new nn.Transformer({ ...options, normFirst } as never) as unknown as Subject;
      assert.equal(
        placement(transformer, [randn([1, 4, 8]), randn([1, 6, 8])]).normPlacement,
        normFirst ? "pre" : "post",
      );
    }
  });

  it("takes a plain function of ops and norm functions", () => {
    const f = (x: Tensor) => x.add(F.layerNorm(x, [8]).relu());
    const { nodes, normPlacement } = architecture(f, randn([1, 4, 8]));
    assert.deepEqual(
      nodes.map(({ kind }) => kind),
      ["input", "norm", "activation", "add", "output"],
    );
    assert.equal(normPlacement, "pre");
    assert.equal(nodes[1]?.norm?.scope, "token");
  });

  it("tells the output from the norm that made it", () => {
    const { nodes } = architecture(new nn.Sequential(new nn.LayerNorm(8)), randn([1, 4, 8]));
    assert.deepEqual(
      nodes.map(({ kind, norm }) => [kind, norm === null]),
      [
        ["input", true],
        ["norm", false],
        ["output", true],
      ],
    );
  });

  it("leaves the model as it was and gives a payload that its schema accepts", () => {
    const model = new ChannelsFirst(new nn.BatchNorm1d(8));
    const result = architecture(model, randn([2, 4, 8]), { labels: ["a", "b", "c", "d"] });
    assert.equal(model.inner.numBatchesTracked!.item(), 0);
    const parsed = parseOutput(mime, JSON.parse(JSON.stringify(result.toPayload())));
    assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
    assert.deepEqual(Object.keys(result.toPayload().nodes[0]!).includes("output"), false);
  });
});
