import assert from "node:assert/strict";
import { TestKernel } from "./startKernel.ts";

const setUp = `
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { functional as F, manualSeed, models, optim, randint } from "tokenwise";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
function reachable() {
  collect();
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { heapUsed, external, arrayBuffers };
}

manualSeed(0);
const model = new models.GPT({ vocabSize: 16, blockSize: 16, nLayer: 1, nHead: 2, nEmbd: 16 });
const optimizer = new optim.AdamW(model.parameters(), { lr: 1e-3 });`;

/** Declares names anew, prints a tensor in each step, and ends in one: about a megabyte of intermediate results a run. */
const training = `
for (let step = 0; step < 5; step++) {
  const ids = randint(0, 16, [4, 17]);
  const logits = model.forward(ids.slice(":", ":-1"));
  const loss = F.crossEntropy(logits, ids.slice(":", "1:"));
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  console.log(step, loss, logits);
}
let logits = model.forward(randint(0, 16, [4, 16]));
let unused = F.crossEntropy(logits, randint(0, 16, [4, 16])); // a graph that no backward uses up
logits;`;

interface Memory {
  readonly heapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
}

describe("memory of the kernel", function () {
  this.timeout(120_000);
  const kernel = new TestKernel();
  after(() => kernel.dispose());

  const runTraining = async (times: number) => {
    for (let i = 0; i < times; i++) {
      const ran = await kernel.run(training, { id: "training" });
      assert.equal(ran.status, "ok", ran.error?.stack);
      assert.match(ran.stdout, /^0 .*\n/);
      assert.match(ran.shown ?? "", /shape=\[4, 16, 16\]/);
    }
  };
  const measure = async () =>
    JSON.parse((await kernel.run("console.log(JSON.stringify(reachable()))")).stdout) as Memory;

  it("stays flat over a cell that trains, prints tensors in each step and is run 200 times", async () => {
    assert.equal((await kernel.run(setUp)).status, "ok");
    await runTraining(40);
    const before = await measure();
    await runTraining(200);
    const after = await measure();
    const grown = (name: keyof Memory) => (after[name] - before[name]) / 2 ** 20;
    // One run's intermediate results are about a megabyte: what stayed of each would be 200. The engine keeps the text of
    // each run for its debugger: about 2 KB.
    assert.ok(grown("arrayBuffers") < 1, `array buffers grew by ${grown("arrayBuffers")} MiB`);
    assert.ok(grown("external") < 1, `external memory grew by ${grown("external")} MiB`);
    assert.ok(grown("heapUsed") < 4, `the heap grew by ${grown("heapUsed")} MiB`);
  });

  it("that is not there gives an error that says the size, and the kernel goes on", async () => {
    for (const [code, size] of [
      ["zeros([1_000_000, 1_000_000])", "[1000000, 1000000]: 3.638 TiB"],
      ["randn([50_000, 200_000])", "[50000, 200000]: 37.25 GiB"],
      ["const row = ones([1, 2 ** 17]); row.transpose().matmul(row)", "[131072, 131072]: 64 GiB"],
    ]) {
      const { error } = await kernel.run(`import { ones, randn, zeros } from "tokenwise";\n${code}`);
      assert.equal(error?.message, `cannot allocate a tensor of shape ${size} of memory`);
    }
    assert.equal(await kernel.value("zeros([2]).sum().item()"), "0");
  });
});
