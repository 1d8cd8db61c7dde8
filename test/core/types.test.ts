import assert from "node:assert/strict";
import {
  functional as F,
  models,
  nn,
  noGrad,
  ones,
  optim,
  randn,
  tensor,
  type Parameter,
  type Tensor,
} from "../../src/core/index.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only where the value's type is T, neither wider nor narrower. */
function exactly<T>() {
  return <V>(value: V, ..._differs: Equal<V, T> extends true ? [] : [never]): V => value;
}

const gpt = new models.GPT({ vocabSize: 5, blockSize: 2, nLayer: 1, nHead: 1, nEmbd: 4 });
const decoderLayer = new nn.TransformerDecoderLayer(4, 2);
type Model = models.GPT | models.BERT | models.Llama;

const x = randn([2, 3, 4]);

/**
 * The compiler runs this file's `@ts-expect-error` lines too: each must be an error in an editor, and each is refused when it
 * runs, since cells run without being type-checked.
 */
describe("types", () => {
  it("results have the types that editors should show", () => {
    const attention = new nn.MultiheadAttention(4, 2);
    const layers = new nn.ModuleList([new nn.Linear(2, 2), new nn.Linear(2, 3)]);
    const optimizer = new optim.AdamW(attention.parameters());
    exactly<number>()(noGrad(() => x.sum().item()));
    exactly<{ readonly values: Tensor; readonly indices: Tensor }>()(x.topk(2));
    exactly<[output: Tensor, weights: Tensor | null]>()(attention.forward(x));
    exactly<nn.Linear | undefined>()(layers.at(0));
    exactly<Parameter[]>()(attention.parameters());
    exactly<Record<string, Tensor>>()(attention.stateDict());
    exactly<readonly number[]>()(x.shape);
    exactly<Float32Array>()(x.data);
    exactly<Tensor | null>()(x.grad);
    exactly<readonly [number, number]>()(optimizer.paramGroups[0]!.betas);
    exactly<(folder: string, options?: models.PretrainedOptions) => Promise<Model>>()(models.fromPretrained);
  });

  it("a module's own forward keeps its types through hooks and containers", () => {
    class Scale extends nn.Module {
      factor = new nn.Parameter(ones([4]));
      override forward(input: Tensor, { twice = false } = {}): Tensor {
        return input.mul(this.factor).mul(twice ? 2 : 1);
      }
    }
    exactly<Tensor>()(new Scale().forward(x, { twice: true }));
    assert.deepEqual(new nn.Sequential(new Scale()).forward(x).shape, x.shape);
  });

  const mistakes: [name: string, run: () => unknown, message: RegExp][] = [
    // @ts-expect-error PyTorch's name of the option
    ["keepdim", () => x.mean(-1, { keepdim: true }), /no option keepdim/],
    // @ts-expect-error lengths go into an array
    ["reshape(6, 4)", () => x.reshape(6, 4), /must be an array of lengths/],
    // @ts-expect-error axes go into an array
    ["permute(0, 2, 1)", () => x.permute(0, 2, 1), /must be an array of axes/],
    // @ts-expect-error an operand is a tensor or a number
    ["adding an array", () => x.add([1, 2]), /must be a tensor or a number/],
    // @ts-expect-error matmul takes tensors only
    ["matmul by a number", () => x.matmul(2), /must be a tensor, not 2/],
    // @ts-expect-error LayerNorm needs the shape that it normalises
    ["LayerNorm()", () => new nn.LayerNorm(), /normalizedShape is missing/],
    // @ts-expect-error eps is an option
    ["LayerNorm(4, 1e-6)", () => new nn.LayerNorm(4, 1e-6), /options are an object/],
    // @ts-expect-error RMSNorm has no shift
    ["RMSNorm with bias", () => new nn.RMSNorm(4, { bias: true }), /no option bias/],
    // @ts-expect-error one of two forms
    ["another gelu", () => F.gelu(x, { approximate: "fast" }), /approximate must be "none" or "tanh"/],
    // @ts-expect-error vocabSize and blockSize have no default
    ["GPT({})", () => new models.GPT({ nLayer: 2 }), /vocabSize is missing/],
    // @ts-expect-error a model takes ids as a tensor
    ["ids as an array", () => gpt.forward([[1]]), /ids must be a tensor/],
    // @ts-expect-error an optimizer takes parameters, not a module
    ["AdamW(model)", () => new optim.AdamW(new nn.Linear(1, 1)), /what model\.parameters\(\) gives/],
    // @ts-expect-error an optimizer takes parameters, not any tensors
    ["SGD of tensors", () => new optim.SGD([tensor([1])], { learningRate: 1 }), /no option learningRate/],
    // @ts-expect-error isCausal is the encoder's; a decoder layer has two attentions
    ["isCausal", () => decoderLayer.forward(x, x, { isCausal: true }), /no option isCausal/],
    // @ts-expect-error a Sequential holds modules
    ["Sequential of functions", () => new nn.Sequential((y: Tensor) => y), /item 0 is not a module/],
  ];
  for (const [name, run, message] of mistakes)
    it(`and the run refuse ${name}`, () => assert.throws(run, message));
});
