import assert from "node:assert/strict";
import {
  functional as F,
  manualSeed,
  nn,
  optim,
  randn,
  tensor,
  type Tensor,
} from "../../../src/core/index.ts";
import type { Parameter } from "../../../src/core/index.ts";

type Make = (parameters: Parameter[]) => optim.SGD | optim.Adam;

const rules: [name: string, make: Make, names: string[]][] = [
  ["SGD", (own) => new optim.SGD(own, { lr: 0.1 }), []],
  [
    "SGD with momentum",
    (own) => new optim.SGD(own, { lr: 0.1, momentum: 0.9, dampening: 0.2 }),
    ["momentumBuffer"],
  ],
  ["Adam", (own) => new optim.Adam(own, { lr: 0.02 }), ["expAvg", "expAvgSq", "step"]],
  ["AdamW", (own) => new optim.AdamW(own, { lr: 0.02, weightDecay: 0.1 }), ["expAvg", "expAvgSq", "step"]],
];

function makeModel(): nn.Sequential {
  manualSeed(3);
  return new nn.Sequential(new nn.Linear(4, 8), new nn.Tanh(), new nn.Linear(8, 2));
}

function train(model: nn.Sequential, optimizer: ReturnType<Make>, steps: number): void {
  const [x, target] = [randn([5, 4]), tensor([0, 1, 1, 0, 1])];
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    F.crossEntropy(model.forward(x), target).backward();
    optimizer.step();
  }
}

const bits = (model: nn.Sequential) => model.parameters().map(({ data }) => [...data]);

describe("an optimizer's stateDict", () => {
  for (const [name, make, names] of rules) {
    it(`${name}: a training that was saved goes on in every bit as one that was not`, () => {
      const whole = makeModel();
      const optimizer = make(whole.parameters());
      manualSeed(5);
      train(whole, optimizer, 4);
      const [weights, saved] = [makeModel(), optimizer.stateDict()];
      weights.loadStateDict(whole.stateDict());
      const later = make(weights.parameters());
      later.paramGroups[0]!.lr = 77;
      (later as optim.Optimizer).loadStateDict(saved);
      for (const [model, own] of [
        [whole, optimizer],
        [weights, later],
      ] as const) {
        manualSeed(6);
        train(model, own, 4);
      }
      assert.deepEqual(bits(weights), bits(whole));
    });

    it(`${name}: has PyTorch's form, in copies`, () => {
      const model = makeModel();
      const optimizer = make(model.parameters());
      assert.deepEqual(optimizer.stateDict().state, {});
      train(model, optimizer, 2);
      const { state, paramGroups } = optimizer.stateDict();
      assert.deepEqual(paramGroups[0]!.params, [0, 1, 2, 3]);
      assert.equal(paramGroups[0]!.lr, optimizer.paramGroups[0]!.lr);
      assert.deepEqual(Object.keys(state[1] ?? {}).sort(), names);
      if (names.includes("step")) assert.equal(state[2]!["step"], 2);
      const kept = state[0]?.[names[0] ?? ""] as Tensor | undefined;
      const before = kept && [...kept.data];
      train(model, optimizer, 1);
      assert.deepEqual(kept && [...kept.data], before);
      if (kept) assert.deepEqual(kept.shape, model.parameters()[0]!.shape);
    });
  }

  describe("is refused, and nothing is changed,", () => {
    const model = makeModel();
    const optimizer = new optim.Adam(model.parameters());
    train(model, optimizer, 1);
    const saved = optimizer.stateDict();
    const load = (state: unknown) => () => optimizer.loadStateDict(state as typeof saved);
    const first = saved.state[0]!;
    const withFirst = (changed: object) => ({ ...saved, state: { ...saved.state, 0: changed } });

    const cases: [name: string, state: unknown, message: RegExp][] = [
      ["where it is no state", {}, /Adam\.loadStateDict: takes what stateDict\(\) gave/],
      ["where it is missing", undefined, /takes what stateDict\(\) gave.*not undefined/],
      [
        "for other groups",
        { ...saved, paramGroups: [] },
        /groups with {2}parameters, this optimizer's have 4/,
      ],
      [
        "for a parameter that is not there",
        { ...saved, state: { 9: first } },
        /names parameter 9, there are 4/,
      ],
      [
        "with a name missing",
        withFirst({ step: 1, expAvg: first["expAvg"] }),
        /parameter 0: expAvgSq must be a tensor of shape \[8, 4\]/,
      ],
      [
        "with a name too many",
        withFirst({ ...first, momentumBuffer: 1 }),
        /parameter 0 has "momentumBuffer", which this optimizer does not keep/,
      ],
      [
        "of another shape",
        withFirst({ ...first, expAvg: randn([4, 8]) }),
        /expAvg has shape \[4, 8\], its parameter \[8, 4\]/,
      ],
      [
        "with a count that is none",
        withFirst({ ...first, step: -1 }),
        /step must be a whole number, 0 or more/,
      ],
      [
        "with settings out of range",
        { ...saved, paramGroups: [{ ...saved.paramGroups[0], lr: -1 }] },
        /lr must be a number, 0 or more, not -1/,
      ],
    ];
    for (const [name, state, message] of cases)
      it(name, () => {
        const before = JSON.stringify(optimizer.stateDict());
        assert.throws(load(state), message);
        assert.equal(JSON.stringify(optimizer.stateDict()), before);
      });
  });
});

describe("a schedule's stateDict", () => {
  const options = { warmupSteps: 3, totalSteps: 20 };
  const make = () => {
    const optimizer = new optim.AdamW(new nn.Linear(2, 2).parameters(), { lr: 0.5 });
    return { optimizer, schedule: new optim.WarmupCosineLR(optimizer, options) };
  };

  it("goes on where it stood, though the optimizer's saved rate is already a scaled one", () => {
    const { optimizer, schedule } = make();
    for (let step = 0; step < 9; step++) schedule.step();
    const saved = { optimizer: optimizer.stateDict(), schedule: schedule.stateDict() };
    const later = new optim.AdamW(new nn.Linear(2, 2).parameters());
    later.loadStateDict(saved.optimizer);
    const again = new optim.WarmupCosineLR(later, options);
    again.loadStateDict(saved.schedule);
    for (let step = 0; step < 12; step++) {
      assert.deepEqual(again.lastLr(), schedule.lastLr());
      again.step();
      schedule.step();
    }
  });

  it("is refused where it does not fit", () => {
    const { schedule } = make();
    const load = (state: unknown) => () => schedule.loadStateDict(state as optim.ScheduleState);
    assert.throws(
      load(undefined),
      /WarmupCosineLR\.loadStateDict: the options \{ step, initialLr \} are missing/,
    );
    assert.throws(load({ step: -1, initialLr: [1] }), /step must be a whole number, 0 or more, not -1/);
    assert.throws(
      load({ step: 1, initialLr: [1, 2] }),
      /the state is of 2 parameter groups, this optimizer has 1/,
    );
    assert.deepEqual(schedule.lastLr(), [0]);
  });
});
