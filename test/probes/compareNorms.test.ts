import assert from "node:assert/strict";
import { manualSeed, nn, randn, tensor } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import { compareNorms } from "../../src/probes/index.ts";
import { parseOutput } from "../../src/protocol/outputs/index.ts";

const mime = "application/vnd.tokenwise.compare-norms.v1+json";

describe("compareNorms", () => {
  beforeEach(() => manualSeed(0));

  it("agrees with the layers themselves", () => {
    const x = randn([2, 4, 8]);
    const outputs = new Map(compareNorms(x).norms.map(({ name, output }) => [name, output]));
    const close = (name: string, expected: Tensor) =>
      assert.ok(outputs.get(name)!.sub(expected).abs().max().item() < 1e-5, name);
    close("LayerNorm", new nn.LayerNorm(8).forward(x));
    close("RMSNorm", new nn.RMSNorm(8, { eps: 1e-5 }).forward(x));
    close("LayerNorm([N, C])", new nn.LayerNorm([4, 8]).forward(x));
  });

  it("says of each which axes it pools, how many statistics it takes and whether it is right", () => {
    const found = compareNorms(randn([2, 4, 8])).norms.map(
      ({ name, axisNames, scope, correct, statistics }) => ({
        name,
        axisNames: axisNames.join(),
        scope,
        correct,
        statistics,
      }),
    );
    assert.deepEqual(found, [
      { name: "LayerNorm", axisNames: "C", scope: "token", correct: true, statistics: 8 },
      { name: "RMSNorm", axisNames: "C", scope: "token", correct: true, statistics: 8 },
      { name: "norm over tokens", axisNames: "N", scope: "tokens", correct: false, statistics: 16 },
      { name: "LayerNorm([N, C])", axisNames: "N,C", scope: "tokens", correct: false, statistics: 2 },
      { name: "norm over the batch", axisNames: "B", scope: "batch", correct: false, statistics: 32 },
    ]);
  });

  it("moves only the replaced token under a right norm, and all under a norm over tokens", () => {
    for (const { name, scope, change } of compareNorms(randn([1, 5, 8])).norms) {
      const moved = Array.from(change, (amount) => amount > 0);
      if (scope === "token") assert.deepEqual(moved, [false, false, false, false, true], name);
      if (scope === "tokens") assert.deepEqual(moved, [true, true, true, true, true], name);
    }
  });

  it("agrees with the layers at any magnitude", () => {
    const x = randn([2, 4, 8]).mul(1e30);
    const outputs = new Map(compareNorms(x).norms.map(({ name, output }) => [name, output]));
    assert.deepEqual([...outputs.get("LayerNorm")!.data], [...new nn.LayerNorm(8).forward(x).data]);
    assert.deepEqual(
      [...outputs.get("RMSNorm")!.data],
      [...new nn.RMSNorm(8, { eps: 1e-5 }).forward(x).data],
    );
    const overTokens = new nn.LayerNorm(4).forward(x.transpose(1, 2)).transpose(1, 2);
    assert.deepEqual([...outputs.get("norm over tokens")!.data], [...overTokens.data]);
    assert.ok(outputs.get("norm over the batch")!.abs().max().item() > 0.9);
  });

  it("says why a norm over a batch of one is all zeros", () => {
    const { norms, notes } = compareNorms(randn([3, 4]), { labels: ["a", "b", "c"] });
    assert.ok(norms.at(-1)!.output.data.every((value) => value === 0));
    assert.match(notes.join(), /batch of one gives zeros/);
  });

  it("gives a payload that its schema accepts, cut to what can be drawn", () => {
    const payload = compareNorms(randn([2, 100, 200])).toPayload();
    const parsed = parseOutput(mime, JSON.parse(JSON.stringify(payload)));
    assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
    assert.deepEqual(payload.input.shape, [64, 128]);
    assert.deepEqual(payload.before.mean.shape, [2, 100]);
  });

  it("tells bad input", () => {
    assert.throws(() => compareNorms(randn([4])), /takes \[B, N, C\] or \[N, C\], not \[4\]/);
    assert.throws(() => compareNorms(tensor([[Infinity]])), /holds Infinity at flat index 0/);
    assert.throws(() => compareNorms([1] as never), /compareNorms takes a tensor/);
    assert.throws(() => compareNorms(randn([1, 2, 3]), { labels: ["a"] }), /labels has 1 entries/);
  });
});
