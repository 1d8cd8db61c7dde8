import assert from "node:assert/strict";
import { nn, ones, randn, tensor, trace, type Tensor } from "../../../src/core/index.ts";

class Block extends nn.Module {
  layers = [new nn.Linear(2, 3), new nn.Linear(3, 2)];
  scale = new nn.Parameter(ones([2]));
  norm = new nn.LayerNorm(2);

  override forward(x: Tensor): Tensor {
    return this.norm.forward(this.layers[1]!.forward(this.layers[0]!.forward(x)).mul(this.scale));
  }
}

describe("Module", () => {
  it("finds parameters of its own, of modules and of plain arrays of modules", () => {
    const names = new Block().namedParameters().map(([name]) => name);
    assert.deepEqual(names, [
      "scale",
      "layers.0.weight",
      "layers.0.bias",
      "layers.1.weight",
      "layers.1.bias",
      "norm.weight",
      "norm.bias",
    ]);
  });

  it("refuses modules and parameters where it does not find them, in place of leaving them untrained", () => {
    class Holder extends nn.Module {
      readonly held: unknown;
      constructor(held: unknown) {
        super();
        this.held = held;
      }
      override forward(x: Tensor): Tensor {
        return x;
      }
    }
    const layer = new nn.Linear(2, 2);
    const out =
      /Holder: the field held(\.0)? holds a module \(Linear\) where parameters\(\).* do not reach it: use an array of modules or nn.ModuleList/;
    for (const held of [
      [[layer]],
      { a: layer },
      { a: [layer] },
      [{ a: layer }],
      new Map([["a", layer]]),
      new Set([layer]),
    ]) {
      const holder = new nn.Sequential(new Holder(held));
      for (const walk of [
        () => holder.parameters(),
        () => holder.namedModules(),
        () => holder.stateDict(),
        () => holder.eval(),
      ])
        assert.throws(walk, out);
    }
    assert.throws(
      () => new Holder({ a: layer.weight }).parameters(),
      /the field held holds a parameter where/,
    );
    for (const held of [{ a: 1 }, [[1]], new Map([["a", [1]]]), null, "a", { a: ones([1]) }])
      assert.deepEqual(new Holder(held).parameters(), []);
  });

  it("names each module once, itself first", () => {
    const shared = new nn.Linear(2, 2);
    const model = new nn.Sequential(shared, new nn.ReLU(), shared);
    assert.deepEqual(
      model.namedModules().map(([name]) => name),
      ["", "0", "1"],
    );
    assert.equal(model.parameters().length, 2);
  });

  it("runs hooks in order, lets them replace inputs and outputs, and removes them", () => {
    const model = new nn.Sequential(new nn.ReLU());
    const seen: string[] = [];
    const before = model.registerForwardPreHook((_, [x]) => {
      seen.push("before");
      return [(x as Tensor).add(1)];
    });
    const after = model.registerForwardHook((module, inputs, output) => {
      seen.push(`after ${module.constructor.name} ${inputs.length}`);
      return (output as Tensor).mul(10);
    });
    assert.equal(model.forward(tensor([2])).item(), 30);
    assert.deepEqual(seen, ["before", "after Sequential 1"]);
    before.remove();
    after.remove();
    assert.equal(model.forward(tensor([2])).item(), 2);
  });

  it("calls a hook registered twice twice", () => {
    const model = new nn.Identity();
    let calls = 0;
    const hook = () => void calls++;
    model.registerForwardHook(hook);
    model.registerForwardHook(hook).remove();
    model.forward(ones([1]));
    assert.equal(calls, 1);
  });

  it("hooks a subclass once, also where it calls super.forward", () => {
    class Doubled extends nn.Linear {
      override forward(x: Tensor): Tensor {
        return super.forward(x).mul(2);
      }
    }
    const layer = new Doubled(1, 1, { bias: false });
    layer.weight.copyFrom(tensor([[3]]));
    let calls = 0;
    layer.registerForwardHook(() => void calls++);
    assert.equal(layer.forward(tensor([[1]])).item(), 6);
    assert.equal(calls, 1);
  });

  it("hooks a forward that is a class field, or that is set later", () => {
    class Field extends nn.Module {
      override forward = (x: Tensor): Tensor => x.mul(2);
    }
    const field = new Field();
    const later = new nn.Identity();
    later.forward = (x) => x.mul(3);
    for (const [module, expected] of [
      [field, 2],
      [later, 3],
    ] as const) {
      let calls = 0;
      module.registerForwardHook(() => void calls++);
      assert.equal(module.forward(tensor([1])).item(), expected);
      assert.equal(calls, 1);
    }
    assert.deepEqual(new nn.Sequential(field).namedModules().length, 2);
  });

  it("hooks and traces a class field in a subclass of a layer, which may call the layer's own forward", () => {
    class Doubled extends nn.Linear {
      override forward = (x: Tensor): Tensor => super.forward(x).mul(2);
    }
    const model = new nn.Sequential(new Doubled(1, 1, { bias: false }));
    const layer = model.at(0)!;
    model.parameters()[0]!.copyFrom(tensor([[3]]));
    const seen: string[] = [];
    layer.registerForwardHook((module) => void seen.push(module.constructor.name));
    const run = () => model.forward(tensor([[1]])).item();
    assert.equal(run(), 6);
    trace({ enter: ({ path }) => void seen.push(path) }, run);
    assert.deepEqual(seen, ["Doubled", "", "0", "Doubled"]);
    assert.equal(model.namedModules()[1]![1], layer);
  });

  it("keeps private fields and the inherited forward of a subclass that writes none", () => {
    class Counting extends nn.Linear {
      #calls = 0;
      count(x: Tensor): number {
        this.forward(x);
        return ++this.#calls;
      }
    }
    const layer = new Counting(2, 2);
    assert.deepEqual([layer.count(ones([2])), layer.count(ones([2]))], [1, 2]);
    assert.equal(new nn.Sequential(layer).parameters().length, 2);
  });

  it("refuses to copy a forward that would go on using the original's parameters", () => {
    class Field extends nn.TransformerEncoderLayer {
      override forward = (x: Tensor): Tensor => super.forward(x);
    }
    assert.throws(
      () => new nn.TransformerEncoder(new Field(4, 2), 2),
      /Field cannot be copied, because its forward is a field or was set later: write it as a method, or pass a function/,
    );
    assert.equal(new nn.TransformerEncoder(() => new Field(4, 2), 2).layers.length, 2);
  });

  it("refuses a forward that is no function", () => {
    const layer = new nn.Linear(1, 1);
    assert.throws(() => (layer.forward = 3 as never), /Linear: forward must be a function, not 3/);
  });

  it("switches all modules between train and eval", () => {
    const model = new nn.Sequential(new nn.Dropout(0.5), new nn.Sequential(new nn.Dropout(0.5)));
    assert.ok(model.modules().every((module) => module.training));
    model.eval();
    assert.ok(model.modules().every((module) => !module.training));
    const x = ones([8]);
    assert.deepEqual(model.forward(x).toArray(), x.toArray());
    assert.ok(
      model
        .train()
        .modules()
        .every((module) => module.training),
    );
  });

  it("prints as PyTorch does, equal neighbours in one line", () => {
    const model = new nn.Sequential(
      new nn.Linear(2, 2),
      new nn.ModuleList([new nn.ReLU(), new nn.ReLU()]) as unknown as nn.TensorModule,
    );
    assert.equal(
      String(model),
      [
        "Sequential(",
        "  (0): Linear(2, 2, bias=true)",
        "  (1): ModuleList(",
        "    (0-1): 2 x ReLU()",
        "  )",
        ")",
      ].join("\n"),
    );
  });

  it("says what is missing where forward is called on a ModuleList", () => {
    assert.throws(() => new nn.ModuleList().forward(), /no forward.*Sequential/);
    assert.throws(() => new nn.Sequential(ones([1]) as unknown as nn.TensorModule), /item 0 is not a module/);
  });
});

describe("stateDict", () => {
  it("round-trips parameters and persistent buffers", () => {
    const source = new nn.BatchNorm1d(3);
    source.forward(randn([4, 3]));
    const target = new nn.BatchNorm1d(3);
    assert.deepEqual(target.loadStateDict(source.stateDict()), { missing: [], unexpected: [] });
    assert.deepEqual(Object.keys(source.stateDict()), [
      "weight",
      "bias",
      "runningMean",
      "runningVar",
      "numBatchesTracked",
    ]);
    assert.deepEqual(target.runningMean!.toArray(), source.runningMean!.toArray());
    assert.notEqual(target.runningMean!.data, source.runningMean!.data);
  });

  it("holds tied weights under both names", () => {
    const [a, b] = [new nn.Linear(2, 2, { bias: false }), new nn.Linear(2, 2, { bias: false })];
    b.weight = a.weight;
    const model = new nn.Sequential(a, b);
    assert.deepEqual(Object.keys(model.stateDict()), ["0.weight", "1.weight"]);
    assert.equal(model.parameters().length, 1);
  });

  it("names everything that is missing, unexpected or of another shape, and changes nothing then", () => {
    const model = new Block();
    const state = { ...model.stateDict(), extra: ones([1]), scale: ones([3]), "layers.0.bias": ones([3]) };
    delete (state as Record<string, unknown>)["norm.bias"];
    const before = model.layers[0]!.bias!.toArray();
    assert.throws(
      () => model.loadStateDict(state),
      /Block\.loadStateDict: missing "norm\.bias"; unexpected "extra"; "scale" has shape \[3\] in the state and \[2\] in the module/,
    );
    assert.deepEqual(model.layers[0]!.bias!.toArray(), before);
  });

  it("loads what fits without strict, and still refuses other shapes", () => {
    const model = new Block();
    const result = model.loadStateDict({ scale: tensor([5, 6]), extra: ones([1]) }, { strict: false });
    assert.deepEqual(model.scale.toArray(), [5, 6]);
    assert.deepEqual(result.unexpected, ["extra"]);
    assert.ok(result.missing.includes("norm.weight"));
    assert.throws(() => model.loadStateDict({ scale: ones([3]) }, { strict: false }), /"scale" has shape/);
  });

  it("reads PyTorch's names", () => {
    const names = Object.keys(
      nn.fromTorchNames({ "layers.0.self_attn.in_proj_weight": ones([1]), "0.running_mean": ones([1]) }),
    );
    assert.deepEqual(names, ["layers.0.selfAttn.inProjWeight", "0.runningMean"]);
  });
});
