import assert from "node:assert/strict";
import { manualSeed, nn, tensor, type Tensor } from "../../../src/core/index.ts";
import { generate, type GenerateOptions } from "../../../src/core/models/generate.ts";

/** Always gives the same logits. */
class Fixed extends nn.Module {
  readonly blockSize = 4;
  readonly logits = [0, 1, 2, 3];
  dropout = new nn.Dropout(0.5);

  override forward(ids: Tensor): Tensor {
    return tensor(ids.data.length === 0 ? [] : Array.from(ids.data, () => this.logits).flat(), [
      ...ids.shape,
      4,
    ]);
  }
}

const start = tensor([[0]]);
const draw = (options: GenerateOptions) => {
  manualSeed(0);
  return Array.from(
    generate(new Fixed(), start, { maxNewTokens: 400, cache: false, ...options }).data.slice(1),
  );
};
const share = (drawn: readonly number[], id: number) =>
  drawn.filter((one) => one === id).length / drawn.length;

describe("generate", () => {
  it("is greedy by default", () => {
    assert.deepEqual(new Set(draw({})), new Set([3]));
  });

  it("draws with the model's probabilities at temperature 1, repeatably", () => {
    const drawn = draw({ temperature: 1 });
    assert.ok(Math.abs(share(drawn, 3) - 0.644) < 0.08);
    assert.ok(Math.abs(share(drawn, 2) - 0.237) < 0.08);
    assert.deepEqual(draw({ temperature: 1 }), drawn);
  });

  it("is flatter at a higher temperature, sharper at a lower one", () => {
    assert.ok(share(draw({ temperature: 100 }), 0) > 0.15);
    assert.ok(share(draw({ temperature: 0.1 }), 3) > 0.99);
  });

  it("keeps to the topK most likely tokens, and to those that make up topP", () => {
    assert.deepEqual(new Set(draw({ temperature: 5, topK: 2 })), new Set([2, 3]));
    assert.deepEqual(new Set(draw({ temperature: 1, topP: 0.7 })), new Set([2, 3]));
    assert.deepEqual(new Set(draw({ temperature: 1, topP: 0.5 })), new Set([3]));
  });

  it("ends at stopId, and fills the rows that ended earlier with it", () => {
    assert.deepEqual(generate(new Fixed(), start, { stopId: 3, cache: false }).toArray(), [[0, 3]]);
  });

  it("tells each new token, runs in eval mode and restores the mode", () => {
    const model = new Fixed();
    model.dropout.eval();
    const told: number[] = [];
    let training = true;
    model.registerForwardHook(() => void (training = model.training));
    generate(model, start, { maxNewTokens: 2, onToken: (ids) => void told.push(ids.item()), cache: false });
    assert.deepEqual(told, [3, 3]);
    assert.deepEqual([training, model.training, model.dropout.training], [false, true, false]);
  });

  it("refuses logits that make no token the likeliest, greedy or drawn", () => {
    const model = new Fixed();
    const run = (logits: number[], temperature: number) => () => {
      model.logits.splice(0, 4, ...logits);
      generate(model, start, { temperature, cache: false });
    };
    for (const temperature of [0, 1]) {
      assert.throws(
        run([0, NaN, 2, 3], temperature),
        /generate: the logit of token 1 is NaN, so that no token can be chosen: look at the model's weights/,
      );
      assert.throws(run([0, Infinity, 2, 3], temperature), /the largest logit is Infinity/);
      assert.throws(run(Array<number>(4).fill(-Infinity), temperature), /the largest logit is -Infinity/);
      assert.doesNotThrow(run([-Infinity, 0, 1, 2], temperature));
    }
  });

  it("refuses settings without a meaning", () => {
    assert.throws(() => draw({ temperature: -1 }), /temperature must be 0 or more, not -1/);
    assert.throws(() => draw({ temperature: 1, topK: 0 }), /topK must be a whole number above 0, not 0/);
    assert.throws(() => draw({ temperature: 1, topP: 1.5 }), /topP must be above 0 and at most 1, not 1.5/);
    assert.throws(() => generate(new Fixed(), tensor(new Float32Array(), [1, 0])), /at least one token/);
  });
});
