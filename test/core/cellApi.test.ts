import assert from "node:assert/strict";
import * as core from "../../src/core/index.ts";
import { assertClose } from "./closeTo.ts";

const { functional: F, manualSeed, models, nn, noGrad, optim, randn, tensor, Tensor } = core;

/** What cells rely on, sentence by sentence; the layers' and models' own tests go deeper. */
describe("what cells import", () => {
  describe("tensors", () => {
    it("manualSeed makes random numbers repeat, Float32Array data in row-major order", () => {
      manualSeed(0);
      const x = randn([2, 6, 64]);
      manualSeed(0);
      assert.deepEqual(randn([2, 6, 64]).data, x.data);
      assert.ok(x.data instanceof Float32Array);
      assert.equal(x.data[1 * 6 * 64 + 2 * 64 + 3], x.slice(1, 2, 3).item());
    });

    it("tensor takes nested arrays, or a Float32Array with a shape", () => {
      assert.deepEqual(
        tensor([
          [1, 2],
          [3, 4],
        ]).shape,
        [2, 2],
      );
      assert.deepEqual(tensor(new Float32Array(6), [2, 3]).toArray(), [
        [0, 0, 0],
        [0, 0, 0],
      ]);
    });

    it("reductions take one axis, several or all, and keepdims", () => {
      const y = randn([2, 3, 4]);
      assert.deepEqual(y.mean(-1).shape, [2, 3]);
      assert.deepEqual(y.mean(-1, { keepdims: true }).shape, [2, 3, 1]);
      assert.deepEqual(y.mean([0, 2]).shape, [3]);
      assert.deepEqual(y.mean().shape, []);
    });

    it("var and std are the population's, as LayerNorm uses", () => {
      const y = tensor([1, 2, 3, 6]);
      assert.equal(y.var(-1).item(), 3.5);
      assert.equal(y.var(-1, { correction: 0 }).item(), 3.5);
      assertClose(y.std().data, [Math.sqrt(3.5)], 1e-7);
      assertClose(y.var(-1, { correction: 1 }).data, [14 / 3], 1e-7);
    });

    it("broadcasts as NumPy does", () => {
      const y = randn([2, 6, 8]);
      const centred = y.sub(y.mean(-1, { keepdims: true }));
      assert.deepEqual(centred.shape, [2, 6, 8]);
      assert.ok(centred.mean(-1).abs().max().item() < 1e-6);
    });

    it("x.data is the storage where contiguous (a parameter's always is), else a copy", () => {
      const y = core.arange(6).reshape([2, 3]);
      assert.equal(y.data, y.data);
      assert.notEqual(y.transpose().data, y.transpose().data);
      assert.deepEqual([...y.transpose().data], [0, 3, 1, 4, 2, 5]);
      const tied = new nn.Parameter(randn([3, 2]).transpose());
      tied.data[1] = 7;
      assert.equal(tied.slice(0, 1).item(), 7, "writing to a parameter's data changes it");
    });

    it("needs no memory management: there is neither dispose nor tidy", () => {
      assert.ok(!("dispose" in Tensor.prototype) && !("tidy" in core));
    });

    it("errors name the op and both shapes", () => {
      assert.throws(
        () => randn([2, 3]).matmul(randn([2, 3])),
        /matmul: shapes \[2, 3\] and \[2, 3\] do not fit/,
      );
    });
  });

  describe("layers and functions", () => {
    it("LayerNorm takes eps 1e-5, a scale and a shift unless told otherwise, and normalises each token", () => {
      const [x, norm] = [randn([2, 6, 64]).mul(3).add(1), new nn.LayerNorm(64)];
      const y = norm.forward(x);
      assert.equal(norm.eps, 1e-5);
      assert.deepEqual([norm.weight!.shape, norm.bias!.shape], [[64], [64]]);
      assert.ok(y.mean(-1).abs().max().item() < 1e-6);
      assertClose(y.var(-1).data, new Float32Array(12).fill(1), 1e-4);
      assert.equal(new nn.LayerNorm(64, { elementwiseAffine: false }).parameters().length, 0);
      assert.equal(new nn.LayerNorm(64, { bias: false }).bias, null);
    });

    it("gelu is exact unless the tanh form is asked for", () => {
      const x = tensor([1]);
      assertClose(F.gelu(x).data, [0.8413447460685429], 1e-7);
      assertClose(F.gelu(x, { approximate: "tanh" }).data, [0.8411919906082768], 1e-7);
    });

    it("batchFirst is true", () => {
      assert.equal(new nn.MultiheadAttention(4, 2).batchFirst, true);
      assert.equal(new nn.TransformerEncoderLayer(4, 2).selfAttn.batchFirst, true);
    });

    it("layers bear PyTorch's names", () => {
      const names =
        "Linear Embedding LayerNorm RMSNorm BatchNorm1d InstanceNorm1d GroupNorm Dropout GELU ReLU SiLU Tanh ";
      const more =
        "Sigmoid Softmax Identity MultiheadAttention TransformerEncoderLayer TransformerDecoderLayer ";
      const containers =
        "TransformerEncoder TransformerDecoder Transformer Sequential ModuleList Module Parameter";
      for (const name of (names + more + containers).split(" ")) assert.ok(name in nn, name);
    });
  });

  describe("training", () => {
    const options = { vocabSize: 100, blockSize: 32, nLayer: 4, nHead: 4, nEmbd: 64, normFirst: true };

    it("a GPT gives logits [B, N, vocab]; a loss over [B, N, V] and [B, N] reaches every parameter; AdamW steps", () => {
      const model = new models.GPT(options);
      const logits = model.forward(tensor([[1, 5, 9]]));
      assert.deepEqual(logits.shape, [1, 3, 100]);
      const targets = tensor([[5, 9, 2]]);
      const loss = F.crossEntropy(logits, targets);
      loss.backward();
      for (const [name, { grad, shape }] of model.namedParameters()) {
        assert.ok(grad instanceof Tensor, `${name} has a gradient`);
        assert.deepEqual(grad.shape, shape);
      }
      const optimizer = new optim.AdamW(model.parameters(), { lr: 3e-4 });
      optimizer.step();
      optimizer.zeroGrad();
      assert.ok(model.parameters().every(({ grad }) => grad === null));
      assert.ok(F.crossEntropy(model.forward(tensor([[1, 5, 9]])), targets).item() < loss.item());
    });

    it("ids are checked: whole numbers in range, the value in the error", () => {
      const model = new models.GPT(options);
      assert.throws(() => model.forward(tensor([[100]])), /id 100 is out of range; expected 0 to 99/);
      assert.throws(() => model.forward(tensor([[1.5]])), /id 1\.5 is not a whole number/);
    });

    it("dropout is 0 by default in all models", () => {
      const tiny = { vocabSize: 5, blockSize: 4, nLayer: 1, nHead: 1, nEmbd: 4, nInner: 4 };
      for (const model of [new models.GPT(tiny), new models.BERT(tiny), new models.Llama(tiny)])
        for (const module of model.modules()) {
          if (module instanceof nn.Dropout) assert.equal(module.p, 0);
          if (module instanceof nn.MultiheadAttention) assert.equal(module.dropout, 0);
        }
    });

    it("noGrad gives back what the function returns, and refuses an async one", () => {
      const model = new nn.Linear(2, 2);
      const [y, flag] = noGrad(() => [model.forward(randn([1, 2])), true] as const);
      assert.deepEqual([y.requiresGrad, flag], [false, true]);
      assert.throws(() => noGrad(async () => {}), /noGrad: takes a synchronous function/);
    });
  });
});
