import assert from "node:assert/strict";
import { functional as F, manualSeed, nn, randn } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import { architecture, tokenInfluence, tokenStats } from "../../src/probes/index.ts";
import type { Subject } from "../../src/probes/index.ts";

const keep = { keepdims: true };
const standardised = (x: Tensor, axis: number): Tensor =>
  x.sub(x.mean(axis, keep)).div(x.var(axis, keep).add(1e-5).sqrt());

/** A norm between two changes of layout, and a layer behind. */
class Around extends nn.Module {
  readonly norm: nn.Module & { forward(x: Tensor): Tensor };
  readonly inner = new nn.Linear(16, 16);
  private readonly axes: [number, number];
  constructor(norm: Around["norm"], axes: [number, number]) {
    super();
    this.norm = norm;
    this.axes = axes;
  }
  override forward(x: Tensor): Tensor {
    return this.inner.forward(this.norm.forward(x.transpose(...this.axes)).transpose(...this.axes));
  }
}

class NormOverFirst extends nn.Module {
  override forward(x: Tensor): Tensor {
    return standardised(x, 0);
  }
}

const statsOf = (model: Subject, x: Tensor) => {
  const [{ axisNames, scope, before }] = tokenStats(model, x).layers as [
    ReturnType<typeof tokenStats>["layers"][0],
  ];
  return { axes: axisNames.join(""), scope, shape: [...before.mean.shape] };
};

describe("the token axis is followed through the run", () => {
  beforeEach(() => manualSeed(0));
  const x = () => randn([2, 6, 16]);

  it("to the last axis of a transposed tensor: LayerNorm(N) there runs over tokens", () => {
    const model = new Around(new nn.LayerNorm(6), [1, 2]);
    assert.deepEqual(statsOf(model, x()), { axes: "N", scope: "tokens", shape: [2, 6] });
    const { nodes, notes } = architecture(model, x());
    assert.equal(nodes.find(({ norm }) => norm !== null)?.norm?.scope, "tokens");
    assert.match(notes.join(), /norm pools over tokens/);
    assert.match(
      tokenInfluence(model, x(), { allowed: "full" }).message,
      /^leak shown: norm, run alone: token \d reads token \d$/,
    );
  });

  it("to the same shapes with as many channels as tokens", () => {
    const square = randn([2, 16, 16]);
    assert.equal(statsOf(new Around(new nn.LayerNorm(16), [1, 2]), square).scope, "tokens");
    assert.equal(statsOf(new Around(new nn.LayerNorm(16), [0, 1]), square).scope, "token");
  });

  it("to the first axis of [N, B, C] within a batch-first model", () => {
    const right = new Around(new nn.LayerNorm(16), [0, 1]);
    assert.deepEqual(statsOf(right, x()), { axes: "C", scope: "token", shape: [2, 6] });
    const wrong = new Around(new NormOverFirst(), [0, 1]);
    assert.deepEqual(statsOf(wrong, x()), { axes: "N", scope: "tokens", shape: [2, 6] });
    const full = (model: nn.Module) => tokenInfluence(model, x(), { allowed: "full" });
    assert.match(full(wrong).message, /^leak shown: norm, run alone: token \d reads token \d$/);
    assert.equal(full(right).verdict, "no leak found");
  });

  it("through heads, flattened rows, and rows that are flattened token by token", () => {
    const values = x();
    const expected = tokenStats(new nn.LayerNorm(16), values).layers[0]!.before.mean.data;
    const rows = (y: Tensor) => F.layerNorm(y.reshape([12, 16]), [16]).reshape([2, 6, 16]);
    const tokenMajor = (y: Tensor) => F.layerNorm(y.transpose(0, 1).reshape([12, 16]), [16]);
    for (const f of [rows, tokenMajor])
      assert.deepEqual(tokenStats(f, values).layers[0]!.before.mean.data, expected);
    const heads = (y: Tensor) => F.layerNorm(y.reshape([2, 6, 6, 4]), [4]).reshape([2, 6, 24]);
    assert.deepEqual(statsOf(heads, randn([2, 6, 24])), { axes: "D", scope: "token", shape: [2, 6] });
  });

  it("to its end, where the output has none, with as many channels as tokens", () => {
    assert.throws(() => tokenInfluence((y: Tensor) => y.mean(1), randn([2, 16, 16])), /no token axis 1/);
    assert.equal(tokenInfluence((y: Tensor) => y.mean(2), randn([2, 16, 16])).verdict, "no leak found");
  });

  it("through weights that mix tokens, as in an MLP-Mixer", () => {
    const mix = new nn.Linear(6, 6);
    const norm = new nn.LayerNorm(16);
    const mixer = (y: Tensor) => norm.forward(mix.forward(y.transpose(1, 2)).transpose(1, 2));
    assert.deepEqual(statsOf(mixer, x()), { axes: "C", scope: "token", shape: [2, 6] });
  });
});
