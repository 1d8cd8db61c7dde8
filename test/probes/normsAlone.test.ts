import assert from "node:assert/strict";
import { functional as F, manualSeed, nn, randn } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import { assertTokenIndependent, TokenDependenceError, tokenInfluence } from "../../src/probes/index.ts";
import type { Subject } from "../../src/probes/index.ts";
import { HandwrittenBlock, NormOverTokens } from "./sampleModels.ts";

const keep = { keepdims: true };
const x = () => randn([2, 6, 16]);
const full = (f: Subject) => tokenInfluence(f, x(), { allowed: "full" }).message;

class Holding extends nn.Module {
  readonly inner: nn.Module & { forward(x: Tensor, more?: Tensor): Tensor };
  readonly linear = new nn.Linear(16, 16);
  constructor(inner: Holding["inner"]) {
    super();
    this.inner = inner;
  }
  override forward(y: Tensor): Tensor {
    return this.linear.forward(this.inner.forward(y, y.mul(2)));
  }
}

describe("a norm alone, where every token may read every other one", () => {
  beforeEach(() => manualSeed(0));

  it("is the subject itself", () => {
    const wrong = new nn.LayerNorm([6, 16]);
    assert.match(full(wrong), /^leak shown: LayerNorm, run alone: token \d reads token \d$/);
    assert.throws(() => assertTokenIndependent(wrong, x(), { allowed: "full" }), TokenDependenceError);
    assert.match(full(new nn.LayerNorm(16)), /^no leak found: .* each norm alone reads none$/);
  });

  it("is a function, in a module or not", () => {
    class Functional extends nn.Module {
      readonly linear = new nn.Linear(16, 16);
      override forward(y: Tensor): Tensor {
        return this.linear.forward(F.layerNorm(y, [6, 16]));
      }
    }
    assert.match(full(new Functional()), /^leak shown: Functional, op layerNorm, run alone: token/);
    assert.match(
      full((y: Tensor) => F.layerNorm(y, [6, 16])),
      /^leak shown: f, op layerNorm, run alone: token/,
    );
    assert.match(
      full((y: Tensor) => F.layerNorm(y, [16])),
      /^no leak found/,
    );
  });

  it("is written out, in a module of any name", () => {
    class Standardize extends nn.Module {
      override forward(y: Tensor): Tensor {
        return y.sub(y.mean(1, keep)).div(y.var(1, keep).add(1e-5).sqrt());
      }
    }
    assert.match(full(new nn.Sequential(new Standardize())), /^leak shown: 0, op mean, run alone: token/);
    const rms = (axis: number) => (y: Tensor) => y.div(y.square().mean(axis, keep).add(1e-6).sqrt());
    assert.match(full(rms(1)), /op mean, run alone/);
    assert.match(full(rms(2)), /^no leak found/);
  });

  it("is nothing that only divides by a sum over tokens, as attention without softmax does", () => {
    const linear = (y: Tensor) => {
      const keys = y.exp();
      const sums = keys.sum(1, keep).transpose(1, 2);
      return keys.matmul(keys.transpose(1, 2).matmul(y)).div(keys.matmul(sums));
    };
    assert.match(full(linear), /^cannot tell: .*no norm was seen to run$/);
    assert.match(full(new HandwrittenBlock(5)), /^no leak found/);
  });

  it("claims nothing where no norm ran, or one could not be run alone", () => {
    assert.equal(
      full((y: Tensor) => y.mul(2)),
      "cannot tell: every token may read every other one, and no norm was seen to run",
    );
    // Its input overflows within the model, so that no other one can be put in its place.
    const overflowing = (y: Tensor) => F.layerNorm(y.mul(1e38).mul(1e38), [16]).mul(0).tanh();
    const message = tokenInfluence(overflowing, x(), { allowed: "full" }).message;
    assert.match(message, /^cannot tell: /);
  });

  it("takes the further arguments that it had in the run", () => {
    class AddNorm extends nn.Module {
      override forward(y: Tensor, sub: Tensor): Tensor {
        return F.layerNorm(y.add(sub), [16]);
      }
    }
    class AddNormOverTokens extends nn.Module {
      override forward(y: Tensor, sub: Tensor): Tensor {
        return F.layerNorm(y.add(sub), [6, 16]);
      }
    }
    assert.match(full(new Holding(new AddNorm())), /^no leak found/);
    assert.equal(tokenInfluence(new Holding(new AddNorm()), x()).verdict, "no leak found");
    assert.match(full(new Holding(new AddNormOverTokens())), /^leak shown: inner, run alone/);
  });

  it("is tried at each of its calls", () => {
    class Centring extends nn.Module {
      readonly norm = new (class CentringNorm extends nn.Module {
        override forward(y: Tensor): Tensor {
          return y.shape[2] === 16 ? y.mul(1) : y.sub(y.mean(1, keep));
        }
      })();
      override forward(y: Tensor): Tensor {
        return this.norm.forward(this.norm.forward(y).slice("...", "0:8"));
      }
    }
    assert.match(full(new Centring()), /^leak shown: norm#2, run alone/);
  });

  it("is no module whose name merely holds the letters", () => {
    class EnormousMixer extends nn.Module {
      override forward(y: Tensor): Tensor {
        return y.matmul(y.transpose(1, 2)).matmul(y);
      }
    }
    class NormalisedMixer extends EnormousMixer {}
    for (const mixer of [new EnormousMixer(), new NormalisedMixer()])
      assert.match(full(new Holding(mixer)), /^cannot tell: .*no norm was seen to run$/);
    class Layernorm extends NormOverTokens {}
    class TokenNormalization extends NormOverTokens {}
    class Norm2 extends NormOverTokens {}
    for (const norm of [new Layernorm(), new TokenNormalization(), new Norm2()])
      assert.match(full(new Holding(norm)), /^leak shown: inner, run alone/);
  });
});
