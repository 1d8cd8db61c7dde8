import assert from "node:assert/strict";
import { manualSeed, nn, randn } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import { gradientFlow } from "../../src/probes/index.ts";
import { parseOutput } from "../../src/protocol/outputs/index.ts";

const mime = "application/vnd.tokenwise.gradient-flow.v1+json";

describe("gradientFlow", () => {
  beforeEach(() => manualSeed(0));

  it("gives each layer's gradient norm, as backward does", () => {
    const model = new nn.Sequential(new nn.Linear(4, 8), new nn.Tanh(), new nn.Linear(8, 1));
    const x = randn([5, 4]);
    const { series } = gradientFlow(model, (m) => m.forward(x).square().mean());
    model.forward(x).square().mean().backward();
    assert.deepEqual(
      series[0]!.layers.map(({ name }) => name),
      ["0", "2"],
    );
    const [first] = model.children() as [nn.Linear];
    const squares = first.weight.grad!.square().sum().item() + first.bias!.grad!.square().sum().item();
    assert.ok(Math.abs(series[0]!.layers[0]!.gradient - Math.sqrt(squares)) < 1e-6);
    assert.ok(Math.abs(series[0]!.layers[0]!.rms - Math.sqrt(squares / 40)) < 1e-6);
  });

  it("leaves gradients, random state and buffers as they were", () => {
    const model = new nn.Linear(4, 4);
    model
      .forward(randn([2, 4]))
      .sum()
      .backward();
    const before = model.weight.grad;
    gradientFlow(model, (m) =>
      m
        .forward(randn([2, 4]))
        .square()
        .mean(),
    );
    assert.equal(model.weight.grad, before);
  });

  it("marks vanishing and exploding layers, and no layer of a healthy model", () => {
    const linears = Array.from({ length: 5 }, () => new nn.Linear(4, 4));
    const model = new nn.Sequential(...linears);
    const marks = () =>
      gradientFlow(model, (m) =>
        m
          .forward(randn([8, 4]))
          .square()
          .mean(),
      ).series[0]!.layers.map(({ mark }) => mark);
    assert.deepEqual(marks(), Array(5).fill("normal"));
    linears[1]!.weight.copyFrom(linears[1]!.weight.mul(1e-6));
    const { notes } = gradientFlow(model, (m) =>
      m
        .forward(randn([8, 4]))
        .square()
        .mean(),
    );
    assert.equal(marks()[0], "vanishing");
    assert.match(notes.join(), /the gradient is vanishing in 0/);
    linears[1]!.weight.copyFrom(linears[1]!.weight.mul(1e12));
    assert.ok(marks().includes("exploding"));
  });

  it("marks gradients that are large everywhere, and nothing where there is no loss", () => {
    const linears = Array.from({ length: 20 }, () => new nn.Linear(16, 16));
    for (const { weight } of linears) weight.copyFrom(weight.mul(6));
    const loss = (factor: number) => (m: nn.Sequential) =>
      m
        .forward(randn([4, 16]))
        .mean()
        .mul(factor);
    const marks = (factor: number) =>
      new Set(
        gradientFlow(new nn.Sequential(...linears), loss(factor)).series[0]!.layers.map(({ mark }) => mark),
      );
    assert.deepEqual([...marks(1)], ["exploding"]);
    assert.deepEqual([...marks(NaN)], ["normal"]);
  });

  const marksOf = (model: nn.Module & { forward(x: Tensor): Tensor }, x: Tensor) => {
    const direction = randn(model.forward(x).shape);
    const { layers } = gradientFlow(model, (m) => m.forward(x).mul(direction).mean()).series[0]!;
    return layers.map(({ mark }) => mark);
  };

  it("marks the layers far from the loss where the gradient shrinks or swells on its way, and not those near it", () => {
    class Chain extends nn.Module {
      readonly layers = new nn.ModuleList(Array.from({ length: 24 }, () => new nn.Linear(16, 16)));
      readonly activation: (x: Tensor) => Tensor;
      constructor(activation: (x: Tensor) => Tensor) {
        super();
        this.activation = activation;
      }
      override forward(x: Tensor): Tensor {
        for (const layer of this.layers) x = this.activation(layer.forward(x));
        return x;
      }
    }
    const x = randn([4, 16]);
    // The slope of a sigmoid is at most 1/4; that of sin(9 x) is 9, and neither lets the numbers themselves run away.
    const shrinking = marksOf(new Chain((y) => y.sigmoid()), x);
    const swelling = marksOf(new Chain((y) => y.mul(9).sin()), x);
    assert.deepEqual([shrinking[0], shrinking.at(-1)], ["vanishing", "normal"]);
    assert.deepEqual([swelling[0], swelling.at(-1)], ["exploding", "normal"]);
    assert.ok(!shrinking.includes("exploding") && !swelling.includes("vanishing"));
  });

  it("finds nothing wrong in a deep post-norm or pre-norm Transformer at initialisation", () => {
    for (const normFirst of [true, false]) {
      const layer = new nn.TransformerEncoderLayer(16, 2, { dimFeedforward: 16, dropout: 0, normFirst });
      const marks = marksOf(new nn.TransformerEncoder(layer, 24), randn([2, 8, 16]));
      assert.deepEqual([...new Set(marks)], ["normal"]);
    }
  });

  it("leaves frozen layers out", () => {
    const model = new nn.Sequential(new nn.Linear(4, 4), new nn.Linear(4, 1));
    for (const parameter of model.children()[0]!.parameters()) parameter.requiresGrad = false;
    const { series } = gradientFlow(model, (m) =>
      m
        .forward(randn([3, 4]))
        .square()
        .mean(),
    );
    assert.deepEqual(
      series[0]!.layers.map(({ name }) => name),
      ["1"],
    );
  });

  it("shows over depth what Xiong et al. found at Xavier initialisation: post-norm stays, pre-norm falls as 1 / sqrt(depth)", () => {
    const x = randn([4, 8, 16]);
    const direction = randn([4, 8, 16]);
    const stack = (depth: number, normFirst: boolean) => {
      const layer = new nn.TransformerEncoderLayer(16, 2, { dimFeedforward: 16, dropout: 0, normFirst });
      const encoder = new nn.TransformerEncoder(layer, depth, {
        norm: normFirst ? new nn.LayerNorm(16) : null,
      });
      for (const parameter of encoder.parameters())
        if (parameter.rank === 2) parameter.copyFrom(nn.init.xavierUniform(parameter.shape));
      return encoder;
    };
    const depths = [4, 16, 64];
    const models = Object.fromEntries(
      depths.flatMap((depth) => [
        [`post-norm ${depth}`, stack(depth, false)],
        [`pre-norm ${depth}`, stack(depth, true)],
      ]),
    );
    const { byDepth } = gradientFlow(models, (m) => m.forward(x).mul(direction).mean());
    const [post, pre] = ["post-norm", "pre-norm"].map((label) =>
      byDepth.find((line) => line.label === label)!,
    );
    assert.deepEqual(post!.depths, depths);
    const ratio = ({ gradients }: (typeof byDepth)[number]) => gradients[2]! / gradients[0]!;
    assert.ok(ratio(post!) > 0.7, `post-norm from depth 4 to 64: x ${ratio(post!)}`);
    assert.ok(
      ratio(pre!) > 0.15 && ratio(pre!) < 0.4,
      `pre-norm from depth 4 to 64: x ${ratio(pre!)}, 0.25 in theory`,
    );
  });

  it("gives a payload that its schema accepts, also where gradients are infinite", () => {
    const model = new nn.Linear(2, 2);
    const result = gradientFlow({ a: model, b: model }, (m) =>
      m
        .forward(randn([1, 2]))
        .mul(1e38)
        .mul(1e10)
        .sum(),
    );
    const parsed = parseOutput(mime, JSON.parse(JSON.stringify(result.toPayload())));
    assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
  });

  it("tells a loss that is no scalar with a gradient, and what is no module", () => {
    const model = new nn.Linear(2, 2);
    assert.throws(
      () => gradientFlow(model, (m) => m.forward(randn([1, 2]))),
      /needs a loss that returns a scalar tensor/,
    );
    assert.throws(() => gradientFlow(model, () => 3 as never), /needs a loss that returns a scalar tensor/);
    assert.throws(
      () => gradientFlow({ f: (() => 1) as never }, () => randn([])),
      /gradientFlow takes modules; f is none/,
    );
  });
});
