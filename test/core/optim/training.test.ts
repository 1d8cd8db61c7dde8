import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { arange, functional as F, nn, optim, tensor, type Tensor } from "../../../src/core/index.ts";
import { assertClose } from "../closeTo.ts";
import { unpack, unpackAll, type Packed } from "../nn/layerCases.ts";

interface Steps {
  readonly name: "SGD" | "Adam" | "AdamW";
  readonly options: Readonly<Record<string, unknown>>;
  readonly start: Packed;
  readonly gradients: Packed;
  readonly after: readonly Packed[];
}

interface Trajectory {
  readonly name: string;
  readonly normFirst: boolean;
  readonly state: Readonly<Record<string, Packed>>;
  readonly batches: Packed;
  readonly losses: readonly number[];
  readonly norms: readonly number[];
  readonly rates: readonly number[];
  readonly final: Readonly<Record<string, Packed>>;
}

/** What test/core/optim/reference/training.py writes. */
const reference = JSON.parse(readFileSync(new URL("./fixtures/training.json", import.meta.url), "utf8")) as {
  readonly steps: readonly Steps[];
  readonly trajectories: readonly Trajectory[];
};

class Decoder extends nn.Module {
  tokens = new nn.Embedding(12, 16);
  positions = new nn.Embedding(8, 16);
  stack: nn.TransformerEncoder;
  head = new nn.Linear(16, 12);

  constructor(normFirst: boolean) {
    super();
    const options = { dimFeedforward: 32, dropout: 0, activation: "gelu", normFirst } as const;
    this.stack = new nn.TransformerEncoder(() => new nn.TransformerEncoderLayer(16, 2, options), 2, {
      norm: normFirst ? new nn.LayerNorm(16) : null,
    });
  }

  override forward(ids: Tensor): Tensor {
    const x = this.tokens.forward(ids).add(this.positions.forward(arange(ids.shape[1]!)));
    return this.head.forward(this.stack.forward(x, { isCausal: true }));
  }
}

function optimizerFor(name: string, parameters: nn.Parameter[]): optim.Optimizer {
  if (name.includes("SGD")) return new optim.SGD(parameters, { lr: 0.1, momentum: 0.9 });
  if (name.includes("AdamW")) return new optim.AdamW(parameters, { lr: 1e-2 });
  return new optim.Adam(parameters, { lr: 3e-3 });
}

describe("optimizer steps agree with PyTorch", () => {
  for (const { name, options, start, gradients, after } of reference.steps) {
    it(`${name} ${JSON.stringify(options)}`, () => {
      const parameter = new nn.Parameter(unpack(start));
      const optimizer = new optim[name]([parameter], options);
      after.forEach((expected, step) => {
        parameter.grad = unpack(gradients).slice(step);
        optimizer.step();
        assertClose(parameter.data, unpack(expected).data, 1e-6, `step ${step}`);
      });
    });
  }
});

describe("training agrees with PyTorch", () => {
  for (const { name, normFirst, state, batches, losses, norms, rates, final } of reference.trajectories) {
    it(name, () => {
      const model = new Decoder(normFirst);
      model.loadStateDict(unpackAll(state));
      const optimizer = optimizerFor(name, model.parameters());
      const clips = norms.length > 0;
      const schedule = clips
        ? new optim.WarmupCosineLR(optimizer, { warmupSteps: 10, totalSteps: losses.length })
        : null;
      losses.forEach((expected, step) => {
        const batch = unpack(batches).slice(step % 4);
        assert.ok(
          Math.abs(optimizer.paramGroups[0]!.lr - rates[step]!) < 1e-12,
          `learning rate of step ${step}`,
        );
        const loss = F.crossEntropy(model.forward(batch.slice(null, [0, 8])), batch.slice(null, [1, 9]));
        optimizer.zeroGrad();
        loss.backward();
        if (clips)
          assertClose([optim.clipGradNorm(model.parameters(), 0.5)], [norms[step]!], 1e-4, `norm ${step}`);
        optimizer.step();
        schedule?.step();
        assertClose([loss.item()], [expected], 1e-4, `loss of step ${step}`);
      });
      const now = model.stateDict();
      for (const [parameter, expected] of Object.entries(final))
        assertClose(now[parameter]!.data, unpack(expected).data, 1e-3, parameter);
    });
  }
});

describe("optimizers", () => {
  it("take groups with settings of their own, and refuse what cannot work", () => {
    const [a, b] = [new nn.Parameter(tensor([1])), new nn.Parameter(tensor([1]))];
    const optimizer = new optim.SGD([{ params: [a], lr: 1 }, { params: [b] }], { lr: 0.5 });
    [a, b].forEach((parameter) => (parameter.grad = tensor([1])));
    optimizer.step();
    assert.deepEqual([a.item(), b.item()], [0, 0.5]);
    assert.throws(() => new optim.SGD([]), /SGD got no parameters/);
    assert.throws(() => new optim.SGD([a, a]), /same parameter twice/);
    assert.throws(() => new optim.Adam([a], { lr: -1 }), /lr must be a number, 0 or more, not -1/);
    assert.throws(() => new optim.Adam([a], { betas: [1, 0.9] }), /betas/);
    assert.throws(() => new optim.SGD([a], { nesterov: true }), /nesterov/);
  });

  it("leave parameters without a gradient alone, and forget gradients in zeroGrad", () => {
    const [a, b] = [new nn.Parameter(tensor([1])), new nn.Parameter(tensor([1]))];
    a.grad = tensor([1]);
    const optimizer = new optim.AdamW([a, b], { lr: 0.1 });
    optimizer.step();
    assert.notEqual(a.item(), 1);
    assert.equal(b.item(), 1);
    optimizer.zeroGrad();
    assert.equal(a.grad, null);
  });
});

describe("clipping", () => {
  const withGradients = (...values: number[]) =>
    values.map((value) => Object.assign(new nn.Parameter(tensor([0])), { grad: tensor([value]) }));

  it("scales all gradients by one factor, down only", () => {
    const parameters = withGradients(3, 4);
    assert.equal(optim.clipGradNorm(parameters, 10), 5);
    assert.deepEqual(
      parameters.map((p) => p.grad.item()),
      [3, 4],
    );
    assert.equal(optim.clipGradNorm(parameters, 1), 5);
    assertClose(
      parameters.map((p) => p.grad.item()),
      [0.6, 0.8],
      1e-6,
    );
    assert.equal(optim.clipGradNorm(withGradients(3, -4), 10, { normType: Infinity }), 4);
    assert.equal(optim.clipGradNorm(withGradients(3, -4), 10, { normType: 1 }), 7);
  });

  it("limits each element", () => {
    const parameters = withGradients(3, -4);
    optim.clipGradValue(parameters, 3.5);
    assert.deepEqual(
      parameters.map((p) => p.grad.item()),
      [3, -3.5],
    );
  });
});

describe("schedules", () => {
  it("warm up linearly, then come down along half a cosine to the lowest factor", () => {
    const factor = optim.warmupCosine({ warmupSteps: 4, totalSteps: 12, minFactor: 0.1 });
    assertClose([0, 2, 4, 8, 12, 20].map(factor), [0, 0.5, 1, 0.55, 0.1, 0.1], 1e-12);
    assert.throws(() => optim.warmupCosine({ warmupSteps: 5, totalSteps: 5 }), /does not fit into 5 steps/);
  });

  it("LambdaLR sets every group from its own initial rate", () => {
    const [a, b] = [new nn.Parameter(tensor([1])), new nn.Parameter(tensor([1]))];
    const optimizer = new optim.SGD([{ params: [a], lr: 1 }, { params: [b] }], { lr: 0.5 });
    const schedule = new optim.LambdaLR(optimizer, (step) => 1 / (1 + step));
    assert.deepEqual(schedule.lastLr(), [1, 0.5]);
    schedule.step();
    assert.deepEqual(schedule.lastLr(), [0.5, 0.25]);
  });
});
