import assert from "node:assert/strict";
import { manualSeed, nn, randn, tensor, zeros } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import { assertTokenIndependent, TokenDependenceError, tokenInfluence } from "../../src/probes/index.ts";
import { cumulativeNorm, NormOverTokens, smallDecoder } from "./sampleModels.ts";

const labels = ["The", "cat", "sat", "on"];

describe("verdicts", () => {
  beforeEach(() => manualSeed(0));

  it("cannot tell where two equal runs differ", () => {
    let calls = 0;
    const drifting = (x: Tensor) => x.mul(1 + calls++);
    assert.equal(tokenInfluence(drifting, randn([1, 4, 8])).message, "cannot tell: two equal runs differed");
    assert.throws(
      () => assertTokenIndependent(drifting, randn([1, 4, 8])),
      /cannot tell: two equal runs differed/,
    );
  });

  it("cannot tell for a single token, which has no other to read", () => {
    assert.match(
      tokenInfluence(new nn.LayerNorm(8), randn([1, 1, 8])).message,
      /^cannot tell: .* only one token/,
    );
  });

  it("cannot tell where a compared output is NaN, unless that row is left out", () => {
    const withNaN = (x: Tensor) => x.add(tensor([[[NaN], [0], [0], [0]]]));
    const x = randn([1, 4, 8]);
    assert.match(tokenInfluence(withNaN, x).message, /^cannot tell: output token 0 is NaN/);
    assert.equal(tokenInfluence(withNaN, x, { ignoreRows: [0] }).verdict, "no leak found");
  });

  it("never says that a probe proves anything", () => {
    for (const f of [new nn.LayerNorm(8), new NormOverTokens()]) {
      const { message, further, notes } = tokenInfluence(f, randn([1, 4, 8]));
      assert.doesNotMatch(JSON.stringify([message, further, notes]), /prove/i);
    }
  });

  it("calls a cumulative norm causal and not token-independent", () => {
    const x = randn([1, 6, 8]);
    assertTokenIndependent(cumulativeNorm, x, { allowed: "causal" });
    assert.throws(() => assertTokenIndependent(cumulativeNorm, x), TokenDependenceError);
  });

  it("names the tokens by text, the op and the cause in the error", () => {
    const fails = () => assertTokenIndependent(new NormOverTokens(), randn([1, 4, 8]), { labels });
    assert.throws(fails, (error: TokenDependenceError) => {
      assert.equal(error.name, "TokenDependenceError");
      assert.match(error.message, /^NormOverTokens: token \d "\w+" reads token \d "\w+"; replacing it moves/);
      assert.match(error.message, /It starts in NormOverTokens, op mean \(cause: norm\)\.$/);
      assert.ok(
        error.message.includes(
          `token ${error.to} "${labels[error.to]}" reads token ${error.from} "${labels[error.from]}"`,
        ),
      );
      assert.ok(error.amount! > 0);
      return true;
    });
  });

  it("tells tokens that are read only when they are replaced together", () => {
    // Moves only where at least two of the later tokens are large.
    const majority = (x: Tensor) => {
      const large = x
        .abs()
        .max(-1)
        .data.filter((value) => value > 4).length;
      return large >= 2 ? x.add(1) : x.add(0);
    };
    const result = tokenInfluence(majority, tensor(new Float32Array(64).fill(0.5), [1, 8, 8]));
    assert.equal(result.verdict, "leak shown");
    assert.match(result.message, /\(seen when they are replaced together\)/);
  });

  it("says that of several outputs the first is probed", () => {
    const two = (x: Tensor) => [x.mul(2), x.sub(x.mean(1, { keepdims: true }))];
    const { message, notes } = tokenInfluence(two, randn([1, 4, 8]));
    assert.match(message, /^no leak found: .*; of the 2 tensors that it returns only the first was probed$/);
    assert.match(notes.join(), /give a function that returns it/);
    assert.equal(tokenInfluence((x: Tensor) => two(x)[1]!, randn([1, 4, 8])).verdict, "leak shown");
  });

  it("reads an allowed table: a prefix that sees itself in full, then causal", () => {
    const prefix = 2;
    const table = Array.from({ length: 4 }, (_, to) =>
      Array.from({ length: 4 }, (_, from) => from <= to || (to < prefix && from < prefix)),
    );
    const mixing = (values: number[][]) => (x: Tensor) => tensor(values).matmul(x);
    const right = mixing(table.map((row) => row.map(Number)));
    const wrong = mixing(
      table.map((row, to) => row.map((may, from) => (may || (to === 1 && from === 3) ? 1 : 0))),
    );
    assertTokenIndependent(right, randn([1, 4, 8]), { allowed: table });
    assert.throws(
      () => assertTokenIndependent(wrong, randn([1, 4, 8]), { allowed: table }),
      (error: TokenDependenceError) => error.from === 3 && error.to === 1,
    );
  });

  it("lets cross-attention read another number of tokens by a table", () => {
    const table = [[true, true, false], [false, true, true]]; // prettier-ignore
    const weights = tensor(table.map((row) => row.map(Number)));
    assertTokenIndependent((memory: Tensor) => weights.matmul(memory), randn([1, 3, 4]), { allowed: table });
    assert.throws(
      () => assertTokenIndependent((memory: Tensor) => weights.matmul(memory), randn([1, 3, 4])),
      {
        message: /as many output as input tokens, but there are 2 and 3/,
      },
    );
  });

  it("knows a shifted model: an output may read earlier tokens only", () => {
    const shifted = (x: Tensor) => tensor([[0, 0, 0], [1, 0, 0], [1, 1, 0]]).matmul(x); // prettier-ignore
    assertTokenIndependent(shifted, randn([1, 3, 4]), { allowed: "shifted" });
    assert.throws(
      () => assertTokenIndependent((x: Tensor) => x.mul(2), randn([1, 3, 4]), { allowed: "shifted" }),
      TokenDependenceError,
    );
  });

  it("takes the token axis that it is given: [N, B, C]", () => {
    const overAxis = (axis: number) => (x: Tensor) => x.sub(x.mean(axis, { keepdims: true }));
    const x = randn([5, 2, 8]);
    assertTokenIndependent(overAxis(2), x, { tokenAxis: 0 });
    assert.throws(() => assertTokenIndependent(overAxis(0), x, { tokenAxis: 0 }), { axis: "token" });
    assert.throws(() => assertTokenIndependent(overAxis(1), x, { tokenAxis: 0 }), { axis: "batch" });
  });

  it("reads rank 2 as [N, C], and as ids [B, N] where the run looks it up in an embedding", () => {
    assertTokenIndependent(new nn.LayerNorm(8), randn([5, 8]));
    assert.throws(
      () => assertTokenIndependent((x: Tensor) => x.sub(x.mean(0, { keepdims: true })), randn([5, 8])),
      { axis: "token" },
    );
    assertTokenIndependent(new nn.Embedding(10, 4), tensor([[1, 2, 3]]));
    assertTokenIndependent(smallDecoder(), tensor([[1, 2, 3], [4, 5, 6]]), { allowed: "causal" }); // prettier-ignore
  });

  it("never swaps an id for padding or a special id", () => {
    const seen = new Set<number>();
    const embedding = new nn.Embedding(6, 4, { paddingIdx: 0 });
    const watched = (ids: Tensor) => {
      ids.data.forEach((id) => seen.add(id));
      return embedding.forward(ids);
    };
    tokenInfluence(watched, tensor([[4, 5, 4, 5]]), { specialIds: [1, 2] });
    assert.deepEqual([...seen].sort(), [3, 4, 5]);
  });

  it("probes an input of zeros by vectors of size 1", () => {
    assert.throws(() => assertTokenIndependent(new NormOverTokens(), zeros([1, 4, 8])), TokenDependenceError);
  });
});

describe("bad input to tokenInfluence", () => {
  const x = randn([1, 4, 8]);
  const norm = new nn.LayerNorm(8);
  const cases: [string, () => unknown, RegExp][] = [
    [
      "labels of the wrong length",
      () => tokenInfluence(norm, x, { labels: ["a"] }),
      /labels has 1 entries, but the input has 4 tokens/,
    ],
    ["NaN", () => tokenInfluence(norm, tensor([[[NaN, 1]]])), /holds NaN at flat index 0/],
    [
      "a number for a tensor",
      () => tokenInfluence(norm, 3 as unknown as Tensor),
      /takes a tensor as its input, not 3/,
    ],
    [
      "no function",
      () => tokenInfluence("f" as never, x),
      /takes a module or a function of one tensor, not f/,
    ],
    [
      "an async function",
      () => tokenInfluence(async (y: Tensor) => y, x),
      /returned a promise; probes are synchronous/,
    ],
    [
      "an unknown permission",
      () => tokenInfluence(norm, x, { allowed: "some" as never }),
      /allowed is "some"; it can be "none"/,
    ],
    [
      "a table that does not fit",
      () => tokenInfluence(norm, x, { allowed: [[true]] }),
      /one row for each of the 4 output tokens/,
    ],
    [
      "a token axis that is not there",
      () => tokenInfluence(norm, x, { tokenAxis: 3 }),
      /tokenAxis is 3, but the shape \[1, 4, 8\] has 3 axes/,
    ],
    [
      "rank 4 without a token axis",
      () => tokenInfluence((y: Tensor) => y, randn([1, 2, 3, 4])),
      /say which axis holds the tokens/,
    ],
    ["an output without tokens", () => tokenInfluence((y: Tensor) => y.sum(), x), /no token axis 1/],
    [
      "an unknown row to ignore",
      () => tokenInfluence(norm, x, { ignoreRows: [4] }),
      /ignoreRows names token 4/,
    ],
  ];
  for (const [name, run, message] of cases) it(`tells ${name}`, () => void assert.throws(run, { message }));
});
