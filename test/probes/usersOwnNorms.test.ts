import assert from "node:assert/strict";
import { functional as F, manualSeed, nn, ones, randn, zeros } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import { tokenStats } from "../../src/probes/index.ts";

const kept = { keepdims: true } as const;
const rms = (x: Tensor, eps: number) => x.square().mean(-1, kept).add(eps).sqrt();
const close = (actual: Tensor, expected: Tensor, tolerance = 1e-5) =>
  assert.ok(actual.sub(expected).abs().max().item() <= tolerance, `${actual} is not ${expected}`);

/** Named as a norm, with the eps that it uses; `formula` is what it does. */
class CustomNorm extends nn.Module {
  readonly eps = 1e-5;
  readonly formula: (x: Tensor, eps: number) => Tensor;
  constructor(formula: (x: Tensor, eps: number) => Tensor) {
    super();
    this.formula = formula;
  }
  override forward(x: Tensor): Tensor {
    return this.formula(x, this.eps);
  }
}

describe("tokenStats of a user's own norm", () => {
  beforeEach(() => manualSeed(0));
  const stats = (formula: (x: Tensor, eps: number) => Tensor) =>
    tokenStats(new CustomNorm(formula), randn([2, 6, 16]).add(3)).layers[0]!;

  it("claims no normalised stage for a formula that is not one of variance or mean square", () => {
    assert.equal(stats((x, eps) => x.div(x.square().sum(-1, kept).add(eps).sqrt())).normalized, null);
    assert.equal(stats((x, eps) => x.div(x.abs().max(-1, kept).add(eps))).normalized, null);
  });

  it("knows RMSNorm, eps beside the root and the unbiased variance by what they give", () => {
    const byRms = stats((x, eps) => x.div(rms(x, eps))).normalized!;
    close(byRms.rms, ones([2, 6]), 1e-4);
    assert.ok(byRms.mean.min().item() > 0.5);
    const unbiased = stats((x, eps) => {
      const centered = x.sub(x.mean(-1, kept));
      return centered.div(
        x
          .var(-1, { ...kept, correction: 1 })
          .sqrt()
          .add(eps),
      );
    }).normalized!;
    close(unbiased.variance, ones([2, 6]).mul(15 / 16), 1e-4);
  });

  it("tells the scale that is multiplied by: the weight, or 1 + weight as in Gemma", () => {
    class GemmaRMSNorm extends nn.Module {
      readonly eps = 1e-6;
      readonly weight = new nn.Parameter(zeros([16]));
      override forward(x: Tensor): Tensor {
        return x.div(rms(x, this.eps)).mul(this.weight.add(1));
      }
    }
    const layer = tokenStats(new GemmaRMSNorm(), randn([2, 6, 16])).layers[0]!;
    close(layer.scale!, ones([16]));
    close(layer.normalized!.rms, ones([2, 6]), 1e-4);
  });

  it("takes eps, scale and both stages from the function that a module only wraps", () => {
    class LayerNorm extends nn.Module {
      readonly gain = new nn.Parameter(randn([16]));
      override forward(x: Tensor): Tensor {
        return F.layerNorm(x, [16], this.gain, null, 1e-3);
      }
    }
    const norm = new LayerNorm();
    const layer = tokenStats(new nn.Sequential(new nn.Linear(16, 16), norm), randn([2, 6, 16])).layers[0]!;
    assert.deepEqual([layer.name, layer.kind, layer.eps], ["1", "LayerNorm", 1e-3]);
    assert.equal(layer.scale, norm.gain);
    close(layer.normalized!.variance, layer.before.variance.div(layer.before.variance.add(1e-3)), 1e-4);
  });
});
