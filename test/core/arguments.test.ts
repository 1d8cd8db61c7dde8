import assert from "node:assert/strict";
import * as core from "../../src/core/index.ts";

const { functional: F, models, nn, optim } = core;

type Call = (...values: unknown[]) => unknown;

/** As a cell calls it, where nothing checks types. */
const make =
  (type: unknown): Call =>
  (...values) =>
    Reflect.construct(type as new (...values: unknown[]) => object, values);

const untyped = (call: unknown): Call => call as Call;

const x = core.randn([2, 6, 4]);
const weights = () => new nn.Linear(2, 3).parameters();
const gpt = { vocabSize: 5, blockSize: 4, nLayer: 1, nHead: 1, nEmbd: 4 };

/** What is called, with what, and what the error must say. */
const cases: [name: string, call: Call, given: unknown[], message: string][] = [
  [
    "LayerNorm",
    make(nn.LayerNorm),
    [],
    "normalizedShape is missing; it must be a whole number above 0 or a non-empty array of them",
  ],
  [
    "LayerNorm",
    make(nn.LayerNorm),
    ["a"],
    'normalizedShape must be a whole number above 0 or a non-empty array of them, not "a"',
  ],
  [
    "LayerNorm",
    make(nn.LayerNorm),
    [[]],
    "normalizedShape must be a whole number above 0 or a non-empty array of them, not an empty array",
  ],
  [
    "LayerNorm",
    make(nn.LayerNorm),
    [0],
    "normalizedShape must be a whole number above 0 or a non-empty array of them, not 0",
  ],
  [
    "LayerNorm",
    make(nn.LayerNorm),
    [4, 1e-6],
    "options are an object { eps, elementwiseAffine, bias }, not 0.000001",
  ],
  [
    "LayerNorm",
    make(nn.LayerNorm),
    [4, null],
    "options are an object { eps, elementwiseAffine, bias }, not null",
  ],
  [
    "LayerNorm",
    make(nn.LayerNorm),
    [4, { epsilon: 1 }],
    "there is no option epsilon; the options are { eps, elementwiseAffine, bias }",
  ],
  ["LayerNorm", make(nn.LayerNorm), [4, { eps: "1e-5" }], 'eps must be a number, 0 or more, not "1e-5"'],
  ["LayerNorm", make(nn.LayerNorm), [4, { eps: -1 }], "eps must be a number, 0 or more, not -1"],
  ["RMSNorm", make(nn.RMSNorm), [], "normalizedShape is missing"],
  [
    "RMSNorm",
    make(nn.RMSNorm),
    [4, { bias: true }],
    "there is no option bias; the options are { eps, elementwiseAffine }",
  ],
  ["BatchNorm1d", make(nn.BatchNorm1d), [], "numFeatures is missing"],
  [
    "BatchNorm1d",
    make(nn.BatchNorm1d),
    [4, { momentum: 2 }],
    "momentum must be a number between 0 and 1 or null, not 2",
  ],
  ["GroupNorm", make(nn.GroupNorm), [], "numGroups is missing"],
  ["GroupNorm", make(nn.GroupNorm), [2], "numChannels is missing"],
  ["GroupNorm", make(nn.GroupNorm), [3, 4], "4 channels do not split into 3 groups"],
  ["InstanceNorm1d", make(nn.InstanceNorm1d), [], "numFeatures is missing"],
  ["Linear", make(nn.Linear), [], "inFeatures is missing"],
  ["Linear", make(nn.Linear), [2], "outFeatures is missing"],
  ["Linear", make(nn.Linear), [2.5, 2], "inFeatures must be a whole number above 0, not 2.5"],
  ["Linear", make(nn.Linear), [2, 2, false], "options are an object { bias }, not false"],
  ["Embedding", make(nn.Embedding), [], "numEmbeddings is missing"],
  ["Embedding", make(nn.Embedding), [5, 2, { paddingIdx: 5 }], "paddingIdx 5 is not below numEmbeddings, 5"],
  ["Dropout", make(nn.Dropout), ["half"], 'p must be a number between 0 and 1, not "half"'],
  ["GELU", make(nn.GELU), ["tanh"], 'options are an object { approximate }, not "tanh"'],
  ["GELU", make(nn.GELU), [{ approximate: "erf" }], 'approximate must be "none" or "tanh", not "erf"'],
  ["Softmax", make(nn.Softmax), [{ dim: 1 }], "axis must be a whole number, not an object { dim }"],
  [
    "Sequential",
    make(nn.Sequential),
    [[new nn.ReLU()]],
    "item 0 is not a module but an array that starts with an object of class ReLU",
  ],
  ["ModuleList", make(nn.ModuleList), [3], "items must be an array of modules, not 3"],
  ["Parameter", make(nn.Parameter), [[1, 2]], "values must be a tensor, not an array that starts with 1"],
  ["MultiheadAttention", make(nn.MultiheadAttention), [], "embedDim is missing"],
  ["MultiheadAttention", make(nn.MultiheadAttention), [4], "numHeads is missing"],
  ["MultiheadAttention", make(nn.MultiheadAttention), [4, 3], "embedDim 4 does not split into 3 heads"],
  [
    "MultiheadAttention",
    make(nn.MultiheadAttention),
    [4, 2, { batch_first: true }],
    "there is no option batch_first",
  ],
  [
    "MultiheadAttention.forward",
    (...given) => untyped(new nn.MultiheadAttention(4, 2).forward)(...given),
    [],
    "query is missing; it must be a tensor",
  ],
  [
    "MultiheadAttention.forward",
    (...given) => untyped(new nn.MultiheadAttention(4, 2).forward)(...given),
    [x, x, x, { causal: true }],
    "there is no option causal",
  ],
  ["RotaryEmbedding", make(nn.RotaryEmbedding), [], "headDim is missing"],
  ["TransformerEncoderLayer", make(nn.TransformerEncoderLayer), [], "dModel is missing"],
  ["TransformerEncoderLayer", make(nn.TransformerEncoderLayer), [4], "nhead is missing"],
  [
    "TransformerEncoderLayer",
    make(nn.TransformerEncoderLayer),
    [4, 2, { activation: "swish" }],
    'activation must be "relu" or "gelu" or a function, not "swish"',
  ],
  ["TransformerDecoderLayer", make(nn.TransformerDecoderLayer), [], "dModel is missing"],
  [
    "TransformerDecoderLayer.forward",
    (...given) => untyped(new nn.TransformerDecoderLayer(4, 2).forward)(...given),
    [x, x, { isCausal: true }],
    "there is no option isCausal",
  ],
  [
    "TransformerEncoder",
    make(nn.TransformerEncoder),
    [],
    "layer is missing; it must be a layer or a function",
  ],
  [
    "TransformerEncoder",
    make(nn.TransformerEncoder),
    [new nn.TransformerEncoderLayer(4, 2)],
    "numLayers is missing",
  ],
  ["TransformerDecoder", make(nn.TransformerDecoder), [4, 2], "layer must be a layer or a function, not 4"],
  ["Transformer", make(nn.Transformer), [512], "options are an object"],
  ["Transformer", make(nn.Transformer), [{ numLayers: 2 }], "there is no option numLayers"],
  [
    "GPT",
    make(models.GPT),
    [],
    "the options { vocabSize, blockSize, nLayer, nHead, nEmbd, normFirst, dropout, bias, layerNormEps, nInner, gelu, tieWeights } are missing",
  ],
  ["GPT", make(models.GPT), [{}], "vocabSize is missing; it must be a whole number above 0"],
  ["GPT", make(models.GPT), [{ vocabSize: 5 }], "blockSize is missing; it must be a whole number above 0"],
  ["GPT", make(models.GPT), [{ ...gpt, nLayers: 2 }], "there is no option nLayers"],
  ["GPT", make(models.GPT), [{ ...gpt, nHead: 3 }], "nEmbd 4 does not split into 3 heads (nHead)"],
  ["GPT", (ids) => untyped(new models.GPT(gpt).forward)(ids), [], "ids is missing; it must be a tensor"],
  [
    "GPT",
    (ids) => untyped(new models.GPT(gpt).forward)(ids),
    [[[1, 2]]],
    "ids must be a tensor, not an array that starts with an array that starts with 1",
  ],
  ["BERT", make(models.BERT), [{}], "vocabSize is missing"],
  ["BERT", make(models.BERT), [{ vocabSize: 5, nEmbd: 10 }], "nEmbd 10 does not split into 12 heads (nHead)"],
  ["Llama", make(models.Llama), [], "the options { vocabSize, blockSize"],
  ["Llama", make(models.Llama), [{ vocabSize: 5 }], "blockSize is missing"],
  ["FeedForward", make(models.FeedForward), [4, 8], "the options { activation, bias } are missing"],
  ["GatedFeedForward", make(models.GatedFeedForward), [4], "hidden is missing"],
  ["Block", make(models.Block), [{}], "norm1 is missing; it must be a module"],
  ["generate", untyped(models.generate), [], "model is missing; it must be a model"],
  [
    "generate",
    (options) => untyped(models.generate)(new models.GPT(gpt), core.tensor([[1]]), options),
    [{ maxTokens: 3 }],
    "there is no option maxTokens",
  ],

  ["AdamW", make(optim.AdamW), [], "parameters must be what model.parameters() gives, not undefined"],
  [
    "AdamW",
    make(optim.AdamW),
    [new nn.Linear(2, 2)],
    "parameters must be what model.parameters() gives, not an object of class Linear",
  ],
  [
    "AdamW",
    make(optim.AdamW),
    [[core.ones([2])]],
    "parameters must be what model.parameters() gives, not an object of class Tensor",
  ],
  [
    "AdamW",
    make(optim.AdamW),
    [weights(), 1e-3],
    "options are an object { lr, betas, eps, weightDecay }, not 0.001",
  ],
  ["AdamW", make(optim.AdamW), [weights(), { learningRate: 1 }], "there is no option learningRate"],
  ["Adam", make(optim.Adam), [weights(), { lr: "1" }], 'lr must be a number, 0 or more, not "1"'],
  [
    "Adam",
    make(optim.Adam),
    [weights(), { betas: 0.9 }],
    "betas must be two numbers [beta1, beta2], each at least 0 and below 1, not 0.9",
  ],
  ["SGD", make(optim.SGD), [weights(), { lr: -1 }], "lr must be a number, 0 or more, not -1"],
  ["LambdaLR", make(optim.LambdaLR), [], "optimizer is missing; it must be an optimizer"],
  [
    "WarmupCosineLR",
    make(optim.WarmupCosineLR),
    [new optim.SGD(weights())],
    "the options { warmupSteps, totalSteps, minFactor } are missing",
  ],
  ["clipGradNorm", untyped(optim.clipGradNorm), [weights()], "maxNorm is missing"],
  [
    "clipGradNorm",
    untyped(optim.clipGradNorm),
    [new nn.Linear(2, 2), 1],
    "parameters must be what model.parameters() gives",
  ],
  ["clipGradValue", untyped(optim.clipGradValue), [weights(), 0], "limit must be a number above 0, not 0"],

  ["tensor", untyped(core.tensor), [], "undefined is not a number"],
  ["tensor", untyped(core.tensor), [[1, "2"]], '"2" is not a number'],
  ["zeros", untyped(core.zeros), [3], "shape must be an array of lengths such as [2, 3], not 3"],
  ["zeros", untyped(core.zeros), [[2], { requires_grad: true }], "there is no option requires_grad"],
  ["ones", untyped(core.ones), [], "shape must be an array of lengths such as [2, 3], not undefined"],
  ["full", untyped(core.full), [[2]], "value is missing"],
  ["randn", untyped(core.randn), [2, 3], "shape must be an array of lengths"],
  ["arange", untyped(core.arange), [], "start is missing"],
  ["arange", untyped(core.arange), [0, 5, 0], "cannot go from 0 to 5 in steps of 0"],
  ["linspace", untyped(core.linspace), [0], "stop is missing"],
  ["eye", untyped(core.eye), [], "rows is missing"],
  ["randint", untyped(core.randint), [5, 5, [2]], "there is no whole number from 5 up to but without 5"],
  ["concat", untyped(core.concat), [], "tensors is missing; it must be an array of tensors"],
  ["stack", untyped(core.stack), [[core.ones([2]), core.ones([3])]], "shapes [2] and [3] differ"],
  ["split", untyped(core.split), [x], "lengths is missing"],
  ["narrow", untyped(core.narrow), [x, 0], "start is missing"],
  ["where", untyped(core.where), [x, x], "b is missing; it must be a tensor or a number"],
  ["einsum", untyped(core.einsum), [], "equation is missing; it must be a text"],
  ["einsum", untyped(core.einsum), ["ij->ji", [x]], "operands must be an array of tensors"],
  ["oneHot", untyped(core.oneHot), [core.tensor([1])], "classes is missing"],
  ["noGrad", untyped(core.noGrad), [], "run is missing; it must be a function"],
  ["Tensor", make(core.Tensor), [[1]], "make tensors with tensor(...)"],

  ["relu", untyped(F.relu), [], "x is missing; it must be a tensor"],
  ["softmax", untyped(F.softmax), [[1, 2]], "x must be a tensor, not an array that starts with 1"],
  ["linear", untyped(F.linear), [x], "weight is missing"],
  ["layerNorm", untyped(F.layerNorm), [x], "normalizedShape is missing"],
  ["rmsNorm", untyped(F.rmsNorm), [], "x is missing"],
  ["groupNorm", untyped(F.groupNorm), [x], "groups is missing"],
  ["batchNorm", untyped(F.batchNorm), [], "x is missing"],
  ["dropout", untyped(F.dropout), [x, 2], "p must be a number between 0 and 1, not 2"],
  ["embedding", untyped(F.embedding), [x], "table is missing"],
  ["crossEntropy", untyped(F.crossEntropy), [x], "targets is missing"],
  ["crossEntropy", untyped(F.crossEntropy), [x, x, { reduce: true }], "there is no option reduce"],
  ["mseLoss", untyped(F.mseLoss), [x], "target is missing"],
  ["scaledDotProductAttention", untyped(F.scaledDotProductAttention), [x], "key is missing"],

  [
    "add",
    (other) => untyped(x.add.bind(x))(other),
    [],
    "the other operand must be a tensor or a number, not undefined",
  ],
  ["matmul", (other) => untyped(x.matmul.bind(x))(other), [2], "input 2 must be a tensor, not 2"],
  [
    "mean",
    (...given) => untyped(x.mean.bind(x))(...given),
    [-1, { keepdim: true }],
    "there is no option keepdim; the options are { keepdims }",
  ],
  [
    "var",
    (...given) => untyped(x.var.bind(x))(...given),
    [-1, true],
    "options are an object { keepdims, correction }, not true",
  ],
  [
    "sum",
    (axis) => untyped(x.sum.bind(x))(axis),
    ["channels"],
    'axis must be a number or an array of numbers, not "channels"',
  ],
  [
    "reshape",
    (...given) => untyped(x.reshape.bind(x))(...given),
    [6, 8],
    "shape must be an array of lengths such as [2, 3], not 6",
  ],
  [
    "permute",
    (...given) => untyped(x.permute.bind(x))(...given),
    [0, 2, 1],
    "axes must be an array of axes such as [0, 2, 1], not 0",
  ],
  ["slice", (index) => untyped(x.slice.bind(x))(index), [{ from: 1 }], "index 1 must be a number, a range"],
  ["topk", (k) => untyped(x.topk.bind(x))(k), [], "k is missing"],
  [
    "backward",
    (gradient) => untyped(x.sum().backward.bind(core.ones([1], { requiresGrad: true })))(gradient),
    [1],
    "gradient must be a tensor, not 1",
  ],
];

describe("arguments that are missing or wrong", () => {
  for (const [name, call, given, message] of cases)
    it(`${name}: ${message}`, () => {
      assert.throws(
        () => call(...given),
        (error: Error) => {
          assert.ok(error.message.startsWith(`${name}: ${message}`), error.stack);
          return true;
        },
      );
    });

  it("are told where files and states are read", async () => {
    await assert.rejects(
      untyped(core.loadSafetensors)() as Promise<unknown>,
      /^TypeError: loadSafetensors: source is missing/,
    );
    await assert.rejects(
      untyped(core.saveSafetensors)([x], "a") as Promise<unknown>,
      /saveSafetensors: tensors must be an object of tensors by name/,
    );
    await assert.rejects(
      untyped(models.fromPretrained)() as Promise<unknown>,
      /fromPretrained: folder is missing/,
    );
    const layer = new nn.Linear(2, 2);
    assert.throws(
      () => untyped(layer.loadStateDict.bind(layer))(),
      /Linear\.loadStateDict: state is missing/,
    );
    assert.throws(
      () => untyped(layer.registerBuffer.bind(layer))("a", 1),
      /registerBuffer: tensor must be a tensor, not 1/,
    );
  });

  it("an option that is undefined counts as left out", () => {
    assert.equal(make(nn.LayerNorm)(4, { eps: undefined }) instanceof nn.LayerNorm, true);
    assert.equal(make(models.GPT)({ ...gpt, dropout: undefined }) instanceof models.GPT, true);
  });

  it("no constructor of a layer, model or optimizer fails with an error of the engine's own", () => {
    const types = [...Object.entries(nn), ...Object.entries(models), ...Object.entries(optim)].filter(
      ([, value]) => typeof value === "function" && /^class/.test(String(value)),
    );
    assert.ok(types.length > 30, "classes are found");
    for (const [name, type] of types) {
      if (name === "Transformer") continue; // all its options have defaults, which make 44 million numbers
      for (const given of [[], ["a"], [null], [{}], [-1], [2, "a"], [2, 2, null], [NaN, NaN, NaN]]) {
        const engineError = /Cannot|undefined \(|is not (iterable|a function|a constructor)|Invalid array/;
        try {
          make(type)(...given);
        } catch (error) {
          const { message } = error as Error;
          assert.doesNotMatch(message, engineError, `${name}(${JSON.stringify(given).slice(1, -1)})`);
        }
      }
    }
  });

  /** All methods of an object, also those that it inherits. */
  function methodsOf(owner: object): [string, Call][] {
    const names = new Set<string>();
    for (
      let level: object = owner;
      level !== Object.prototype;
      level = Object.getPrototypeOf(level) as object
    )
      for (const name of Object.getOwnPropertyNames(level)) names.add(name);
    names.delete("constructor");
    return [...names]
      .filter((name) => typeof Reflect.get(owner, name) === "function")
      .map((name) => [name, (...given) => (Reflect.get(owner, name) as Call).apply(owner, given)]);
  }

  it("no function fails with one either, nor any method of a tensor, a module or an optimizer", async () => {
    const given = core.randn([2, 3]);
    const hostSettings = new Set(["useFiles", "setRandomState"]);
    const functions = [core, F, nn, nn.init, models, optim]
      .flatMap((names) => Object.entries(names) as [string, unknown][])
      .filter(
        ([name, value]) =>
          typeof value === "function" && !/^class/.test(String(value)) && !hostSettings.has(name),
      )
      .map(([name, value]): [string, Call] => [name, untyped(value)]);
    const layer = new nn.Linear(3, 2);
    const owners: [object, internal: string[]][] = [
      [core.randn([2, 3]), ["accumulate", "apply", "axes", "reduce", "with", "wrap"]],
      [layer, ["members"]],
      [new optim.AdamW(layer.parameters()), ["adaptiveStep", "emptyState", "stateOf", "update"]],
    ];
    const methods = owners.flatMap(([owner, internal]) =>
      methodsOf(owner).filter(([name]) => !internal.includes(name)),
    );
    const calls = [...functions, ...methods];
    assert.ok(calls.length > 150, `${calls.length} calls`);
    for (const [name, call] of calls)
      for (const values of [[], ["a"], [null], [{}], [given, null], [given, "a", "b"]]) {
        const engineError = /Cannot|undefined \(|is not (iterable|a function|a constructor)|Invalid array/;
        try {
          await call(...values);
        } catch (error) {
          const { message, stack } = error as Error;
          assert.doesNotMatch(message, engineError, `${name}(${values.map(String).join(", ")}): ${stack}`);
        }
      }
  });
});
