import assert from "node:assert/strict";
import { manualSeed, nn, randn, tensor } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import { tokenInfluence } from "../../src/probes/index.ts";
import { parseOutput } from "../../src/protocol/outputs/index.ts";
import { NormOverTokens, smallDecoder } from "./sampleModels.ts";

const mime = "application/vnd.tokenwise.token-influence.v1+json";
const ids = tensor([[1, 5, 9, 2, 7]]);

describe("tokenInfluence", () => {
  beforeEach(() => manualSeed(0));

  it("shows only the diagonal for a LayerNorm, and says that the trace shows it for every input", () => {
    const result = tokenInfluence(new nn.LayerNorm(8), randn([1, 6, 8]));
    result.matrix.data.forEach((amount, i) => assert.equal(amount > 0, i % 7 === 0));
    assert.equal(result.verdict, "no leak found");
    assert.equal(result.evidence, "trace");
    assert.match(result.message, /bit for bit, on this input; for every input: layerNorm .* over axis 2/);
    assert.deepEqual(result.leaks, []);
  });

  it("rests on runs alone for a function, whose code the trace may not see in full", () => {
    const result = tokenInfluence((x: Tensor) => x.mul(2), randn([1, 4, 8]));
    assert.equal(result.evidence, "runs");
    assert.equal(result.message, "no leak found: 16 runs, bit for bit, on this input");
  });

  it("shows every pair for a norm over tokens, the largest first, with place and cause", () => {
    const result = tokenInfluence(new NormOverTokens(), randn([2, 5, 8]));
    assert.equal(result.verdict, "leak shown");
    assert.equal(result.leaks.length, 20);
    const amounts = result.leaks.map(({ amount }) => amount!);
    assert.deepEqual(
      amounts,
      [...amounts].sort((a, b) => b - a),
    );
    const [{ from, to, module, op, cause }] = result.leaks as [(typeof result.leaks)[number]];
    assert.equal(result.message, `leak shown: token ${to} reads token ${from}`);
    assert.deepEqual({ module, op, cause }, { module: "NormOverTokens", op: "mean", cause: "norm" });
  });

  it("names tokens by their text", () => {
    const result = tokenInfluence(new NormOverTokens(), randn([1, 2, 8]), { labels: ["cat", 'a "mat"'] });
    assert.match(result.message, /^leak shown: token \d "(cat|a \\"mat\\")" reads token \d "/);
  });

  it("takes 20 runs at N = 1,024 for each of the two replacement sizes, and samples the matrix", () => {
    const result = tokenInfluence(new nn.LayerNorm(4), randn([1, 1024, 4]));
    assert.equal(result.runs, 2 * 20 + 2 * 64);
    assert.deepEqual(result.matrix.shape, [64, 64]);
    assert.ok(result.notes.some((note) => note.includes("64 of 1024 tokens")));
  });

  it("samples the same tokens as rows and columns, those of leaks among them, and says so", () => {
    const readsNext = (x: Tensor) => {
      const { data, shape } = x;
      const later = data.map((value, i) => (i === 2 * 101 ? value + data[i + 2]! : value));
      return tensor(later, [...shape]);
    };
    const result = tokenInfluence(readsNext, randn([1, 300, 2]));
    const { outputs, inputs } = result.toPayload();
    assert.deepEqual(outputs, inputs);
    assert.ok(outputs.includes(101) && outputs.includes(102));
    assert.deepEqual(
      result.leaks.map(({ from, to }) => [from, to]),
      [[102, 101]],
    );
    const words = `Rows and columns of the matrix are the same ${outputs.length} of 300 tokens: 64 spread evenly, and ${outputs.length - 64} more that leaks name.`;
    assert.ok(result.notes.includes(words), result.notes.join(" "));
  });

  it("says it of rows and of columns where output and input tokens differ", () => {
    const half = (x: Tensor) => x.slice(":", "0:150");
    const allowed = Array.from({ length: 150 }, (_, to) =>
      Array.from({ length: 300 }, (_, from) => to === from),
    );
    assert.ok(
      tokenInfluence(half, randn([1, 300, 2]), { allowed }).notes.includes(
        "The rows of the matrix are 150 tokens; its columns are 64 of 300 tokens, spread evenly.",
      ),
    );
  });

  it("finds no leak in a causal decoder of ids, at every length", () => {
    const result = tokenInfluence(smallDecoder(), ids, { allowed: "causal" });
    assert.equal(result.message, "no leak found: 18 runs, bit for bit, on this input");
    assert.deepEqual(result.tokens, ["1", "5", "9", "2", "7"]);
    for (const { title, verdict } of result.further) assert.equal(verdict, "no leak found", title);
    result.matrix.data.forEach((amount, i) => assert.equal(amount > 0, i % 5 <= Math.floor(i / 5)));
  });

  it("reports that decoder where no token may be read, as attention's doing", () => {
    const result = tokenInfluence(smallDecoder(), ids, { allowed: "none" });
    assert.equal(result.verdict, "leak shown");
    assert.equal(result.leaks[0]?.cause, "mask");
  });

  it("spreads 32 cuts, both ends among them, beyond N = 256, and says so", () => {
    const result = tokenInfluence((x: Tensor) => x.mul(2), randn([1, 300, 2]), { allowed: "causal" });
    assert.match(result.message, /\(32 of 299 cuts, spread evenly\)/);
  });

  it("leaves the model, its gradients and the random state as they were", () => {
    const model = smallDecoder();
    const before = model.parameters().map((parameter) => parameter.data.slice());
    const expected = (manualSeed(7), randn([3]).data);
    manualSeed(7);
    tokenInfluence(model, ids, { allowed: "causal" });
    tokenInfluence(
      new nn.LayerNorm(8),
      tensor(
        new Float32Array(32).map((_, i) => Math.sin(i)),
        [1, 4, 8],
      ),
    );
    assert.deepEqual(randn([3]).data, expected);
    model.parameters().forEach((parameter, i) => {
      assert.deepEqual(parameter.data, before[i]);
      assert.equal(parameter.grad, null);
    });
  });

  for (const allowed of ["none", "causal", "shifted", "full"] as const)
    it(`gives a payload that its schema accepts (${allowed})`, () => {
      const result = tokenInfluence(new NormOverTokens(), randn([1, 4, 8]), { allowed });
      const parsed = parseOutput(mime, JSON.parse(JSON.stringify(result.toPayload())));
      assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
      const shown = result as unknown as Record<symbol, () => Record<string, unknown>>;
      const bundle = shown[Symbol.for("Jupyter.display")]!();
      assert.deepEqual(Object.keys(bundle), [mime, "image/svg+xml", "text/plain"]);
    });

  it("keeps a payload valid where replacing makes infinite numbers", () => {
    const result = tokenInfluence(
      (x: Tensor) => x.sum(1, { keepdims: true }).mul(1e38).mul(x),
      randn([1, 3, 4]),
    );
    const parsed = parseOutput(mime, JSON.parse(JSON.stringify(result.toPayload())));
    assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
  });
});
