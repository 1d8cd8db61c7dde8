import assert from "node:assert/strict";
import { functional as F, manualSeed, nn, randint, randn, tensor, zeros } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";
import * as probes from "../../src/probes/index.ts";
import { isOutputMime, parseOutput } from "../../src/protocol/outputs/index.ts";
import { smallDecoder } from "./sampleModels.ts";

type Given = Record<string, unknown>;

const norm = () => new nn.LayerNorm(4);
const options = (given: Given): never => given as never;

/** Every probe as a function of one input. */
const everyProbe: Readonly<Record<string, (x: Tensor, given?: Given) => unknown>> = {
  tokenStats: (x, given = {}) => probes.tokenStats(norm(), x, options(given)),
  tokenInfluence: (x, given = {}) => probes.tokenInfluence(norm(), x, options(given)),
  assertTokenIndependent: (x, given = {}) => probes.assertTokenIndependent(norm(), x, options(given)),
  architecture: (x, given = {}) => probes.architecture(new nn.Sequential(norm()), x, options(given)),
  compareNorms: (x, given = {}) => probes.compareNorms(x, options(given)),
  gradientFlow: (x) => probes.gradientFlow(norm(), (m) => m.forward(x).square().mean()),
  heatmap: (x, given = {}) => probes.heatmap(x, options(given)),
};

interface Shown {
  readonly mime: string;
  readonly svg: string;
  readonly text: string;
}

/** What a notebook shows of a result; its payload is checked on the way. */
function shown(result: unknown): Shown {
  const bundle = (result as Record<symbol, () => Record<string, unknown>>)[Symbol.for("Jupyter.display")]!();
  const mime = Object.keys(bundle)[0]!;
  assert.ok(isOutputMime(mime));
  const parsed = parseOutput(mime, JSON.parse(JSON.stringify(bundle[mime])));
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
  return { mime, svg: String(bundle["image/svg+xml"]), text: String(bundle["text/plain"]) };
}

/** A picture whose geometry is made of numbers, and a text that says something. */
function assertDrawn(result: unknown): void {
  const { svg, text } = shown(result);
  assert.match(svg, /^<svg /);
  for (const [, name, value] of svg.matchAll(/ (x|y|x1|x2|y1|y2|width|height|d|points|transform)="([^"]*)"/g))
    assert.doesNotMatch(value!, /NaN|Infinity|undefined/, `${name}="${value}"`);
  assert.ok(text.trim().length > 20);
}

const cases: readonly [string, () => Tensor][] = [
  ["a NaN", () => tensor([[[Number.NaN, 1, 2, 3], [1, 2, 3, 4]]])], // prettier-ignore
  ["an infinite number", () => tensor([[[Infinity, 1, 2, 3], [1, 2, 3, 4]]])], // prettier-ignore
  ["no tokens", () => zeros([1, 0, 4])],
  ["no sequences", () => zeros([0, 3, 4])],
  ["one token", () => randn([1, 1, 4])],
];

/** What is refused, and in which words; all else is drawn. */
const refused: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  tokenInfluence: {
    "a NaN": /The input holds NaN at flat index 0; a probe needs finite numbers/,
    "an infinite number": /The input holds Infinity at flat index 0/,
  },
  assertTokenIndependent: {
    "a NaN": /The input holds NaN at flat index 0/,
    "an infinite number": /The input holds Infinity at flat index 0/,
    "no tokens": /^Error: LayerNorm: cannot tell: the input has no tokens$/,
    "no sequences": /^Error: LayerNorm: cannot tell: the output holds no numbers$/,
    "one token": /cannot tell: there is only one token, so there is no other to read/,
  },
  compareNorms: {
    "a NaN": /The input holds NaN at flat index 0/,
    "an infinite number": /The input holds Infinity at flat index 0/,
  },
};

describe("bad input", () => {
  beforeEach(() => manualSeed(0));

  for (const [name, probe] of Object.entries(everyProbe)) {
    for (const [what, make] of cases) {
      const words = refused[name]?.[what];
      it(`${name}: ${what} is ${words === undefined ? "drawn" : "refused, with the cause"}`, () => {
        if (words === undefined) assertDrawn(probe(make()));
        else assert.throws(() => probe(make()), words);
      });
    }

    it(`${name}: no tensor is refused`, () => {
      for (const given of [undefined, 3, "x", [1, 2], null])
        assert.throws(() => probe(given as never), /must be a tensor|a tensor|is missing/);
    });
  }

  for (const [name, probe] of Object.entries(everyProbe).filter(([name]) => name !== "gradientFlow")) {
    it(`${name}: an option that does not exist is refused`, () => {
      const words = new RegExp(`${name}: there is no option lable; the options are \\{ .+ \\}`);
      assert.throws(() => probe(randn([1, 3, 4]), { lable: ["a"] }), words);
      assert.throws(() => probe(randn([1, 3, 4]), ["a"] as never), /options are an object/);
    });
  }

  for (const name of ["tokenStats", "tokenInfluence", "architecture", "compareNorms"]) {
    const probe = everyProbe[name]!;
    it(`${name}: labels that do not fit are refused`, () => {
      const x = randn([1, 3, 4]);
      assert.throws(() => probe(x, { labels: ["a"] }), /labels has 1 entries, but the input has 3 tokens/);
      assert.throws(
        () => probe(x, { labels: "abc" }),
        /labels must be an array of texts, one for each token/,
      );
      assert.throws(() => probe(x, { labels: [1, 2, 3] }), /labels must be an array of texts/);
    });

    it(`${name}: labels with markup are texts`, () => {
      const { svg } = shown(probe(randn([1, 2, 4]), { labels: ["<img src=x onerror=alert(1)>", '"><b>'] }));
      assert.doesNotMatch(svg, /<img|<b>/);
    });
  }

  it("names of models and layers with markup are texts", () => {
    const evil = "<script>alert(1)</script>";
    const { [evil]: EvilNorm } = {
      [evil]: class extends nn.Module {
        override forward(x: Tensor): Tensor {
          return F.layerNorm(x, [4]);
        }
      },
    };
    const model = () => new EvilNorm!();
    const x = randn([1, 3, 4]);
    for (const result of [
      probes.tokenStats(model(), x),
      probes.tokenInfluence(model() as never, x),
      probes.architecture(new nn.Sequential(model() as never), x),
      probes.honestLoss({ [evil]: smallDecoder() }, randint(0, 11, [1, 4])),
      probes.gradientFlow({ [evil]: norm() }, (m) => m.forward(x).square().mean()),
      probes.heatmap(x, { title: evil }),
    ]) {
      assert.doesNotMatch(shown(result).svg, /<script/);
    }
  });
});

describe("bad input to honestLoss", () => {
  it("refuses ids that are none, and too few of them", () => {
    for (const [ids, words] of [
      [tensor([[1, Number.NaN]]), /whole numbers from 0 up; NaN is none/],
      [tensor([[1, 1.5]]), /whole numbers from 0 up; 1\.5 is none/],
      [tensor([[1, -1]]), /whole numbers from 0 up; -1 is none/],
      [zeros([1, 0]), /at least 2 tokens, not \[1, 0\]/],
      [zeros([0, 4]), /at least 2 tokens, not \[0, 4\]/],
      [tensor([[1]]), /at least 2 tokens, not \[1, 1\]/],
    ] as const)
      assert.throws(() => probes.honestLoss(smallDecoder(), ids), words);
  });

  it("refuses labels and options that do not fit", () => {
    const ids = tensor([[1, 2, 3]]);
    assert.throws(() => probes.honestLoss(smallDecoder(), ids, { labels: ["a"] }), /labels has 1 entries/);
    assert.throws(
      () => probes.honestLoss(smallDecoder(), ids, options({ names: [] })),
      /honestLoss: there is no option names/,
    );
  });

  it("accuses nobody where losses are NaN", () => {
    const broken = (ids: Tensor) => zeros([1, ids.shape[1]!, 5]).div(0);
    const result = probes.honestLoss(broken, tensor([[1, 2, 3]]));
    assert.equal(result.curves[0]!.differs, false);
    assert.match(result.curves[0]!.message, /Some losses are NaN, so nothing can be told/);
    assertDrawn(result);
  });
});
