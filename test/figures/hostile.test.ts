import assert from "node:assert/strict";
import { figure, plainText } from "../../src/figures/index.ts";
import type { OutputMime, OutputPayload } from "../../src/protocol/outputs/index.ts";
import { parseXml } from "./parseXml.ts";
import { architecturePayload } from "./payloads/architecture.ts";
import { compareNormsPayload } from "./payloads/compareNorms.ts";
import { packed } from "./payloads/sentence.ts";
import { gradientFlowPayload } from "./payloads/gradientFlow.ts";
import { honestLossPayload } from "./payloads/honestLoss.ts";
import { tensorPayload } from "./payloads/tensor.ts";
import { tokenInfluencePayload } from "./payloads/tokenInfluence.ts";
import { tokenStatsPayload } from "./payloads/tokenStats.ts";
import { samples } from "./samples.ts";

const stats = "application/vnd.tokenwise.token-stats.v1+json";
const influence = "application/vnd.tokenwise.token-influence.v1+json";
const architecture = "application/vnd.tokenwise.architecture.v1+json";
const compare = "application/vnd.tokenwise.compare-norms.v1+json";
const honest = "application/vnd.tokenwise.honest-loss.v1+json";
const gradients = "application/vnd.tokenwise.gradient-flow.v1+json";
const tensor = "application/vnd.tokenwise.tensor.v1+json";

/** Draws both forms and checks what must hold for any payload. */
function draw<M extends OutputMime>(mime: M, payload: OutputPayload<M>): { svg: string; text: string } {
  const svg = figure(mime, payload) ?? "";
  const text = plainText(mime, payload);
  parseXml(svg);
  const wrong = /\S+="[^"]*(?:NaN|Infinity|undefined)[^"]*"/.exec(svg);
  assert.equal(wrong, null, `a coordinate is not a number: ${wrong?.[0]}`);
  assert.ok(new TextEncoder().encode(svg).length <= 200_000, `${svg.length} bytes`);
  return { svg, text };
}

const markup = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `&amp;'`,
  "\u0000\ud800",
  "]]>",
];

describe("pictures of unusual payloads", () => {
  it("writes markup in names as text", () => {
    const all = [
      draw(stats, { ...tokenStatsPayload({ tokens: markup }), model: markup[0]!, notes: markup }),
      draw(influence, { ...tokenInfluencePayload({ leaky: true, tokens: markup }), model: markup[1]! }),
      draw(compare, compareNormsPayload(markup)),
      draw(tensor, { ...tensorPayload(markup), title: markup[0]!, rowAxis: markup[1]! }),
      draw(architecture, renamed(architecturePayload(), markup[1]!)),
    ];
    for (const { svg } of all) assert.doesNotMatch(svg, /<(?:script|img)|\u0000/);
  });

  it("draws no tokens, one token and one channel", () => {
    for (const tokens of [[], ["one"]]) {
      draw(stats, tokenStatsPayload({ tokens, channels: 1 }));
      draw(influence, tokenInfluencePayload({ tokens }));
      draw(tensor, { ...tensorPayload(tokens, 1), outlinedRows: [0, 99] });
    }
    draw(compare, compareNormsPayload(["one"], 1));
    draw(stats, { ...tokenStatsPayload(), layers: [], batch: 0, tokens: [] });
    draw(architecture, { ...architecturePayload(), nodes: [], edges: [], tokens: [] });
  });

  it("draws NaN and infinities, and says them in the text", () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e30, -1e-30, 0];
    const matrix = packed(values, [2, 3]);
    const { text } = draw(tensor, {
      ...tensorPayload(),
      values: matrix,
      rowLabels: ["a", "b"],
      outlinedRows: [],
    });
    assert.match(text, /a +NaN +∞ +-∞/);
    const payload = tokenStatsPayload({ tokens: ["a", "b", "c"] });
    const broken = packed([Number.NaN, Number.POSITIVE_INFINITY, 0], [1, 3]);
    const layer = payload.layers[0]!;
    draw(stats, {
      ...payload,
      layers: [{ ...layer, before: { ...layer.before, mean: broken, variance: broken } }],
    });
    draw(influence, { ...tokenInfluencePayload(), matrix: packed(Array(49).fill(Number.NaN), [7, 7]) });
  });

  it("keeps to 200 KB at 8,192 tokens and 24 layers, and at 256 x 256 pairs", () => {
    const tokens = Array.from({ length: 8192 }, (_, index) => `token ${index}`);
    const { layers, ...rest } = tokenStatsPayload({ tokens, layers: 1, channels: 4 });
    const many = Array.from({ length: 24 }, (_, index) => ({ ...layers[0]!, name: `blocks.${index}.norm` }));
    draw(stats, { ...rest, layers: many });
    draw(influence, tokenInfluencePayload({ leaky: true, tokens: tokens.slice(0, 256) }));
    draw(tensor, tensorPayload(tokens.slice(0, 512), 512));
    draw(architecture, architecturePayload({ layers: 96 }));
  });

  it("draws 8,192 positions as ranges, and says so", () => {
    const payload = honestLossPayload();
    const positions = Array.from({ length: 8192 }, (_, position) => position);
    const values = packed(
      positions.map((position) => (position === 5000 ? 9.5 : 1 + (position % 7) / 10)),
      [8192],
    );
    const curves = payload.curves.map((curve) => ({ ...curve, wholeWindow: values, oneAtATime: values }));
    const { svg } = draw(honest, { ...payload, curves, positions });
    assert.match(svg, /token to predict · drawn: the range of every 21/);
    assert.match(svg, /data-curve="[\d.]+:[\d.]+:8192"/);
  });

  it("draws the first of very many norms, models and verdicts, and says how many more there are", () => {
    const many = <T>(one: T) => Array.from({ length: 500 }, () => one);
    const compared = compareNormsPayload();
    assert.match(
      draw(compare, { ...compared, norms: many(compared.norms[0]!) }).svg,
      />488 more normalisations in the table\.</,
    );
    const flow = gradientFlowPayload();
    assert.match(
      draw(gradients, { ...flow, series: many(flow.series[0]!) }).svg,
      />496 more models in the table\.</,
    );
    const probed = tokenInfluencePayload({ leaky: true });
    draw(influence, { ...probed, further: many(probed.further[0]!), leaks: many(probed.leaks[0]!) });
  });

  it("draws a diagram whose nodes repeat, contain each other in a circle or are named by no node", () => {
    const payload = architecturePayload();
    const [first, second] = payload.nodes;
    const circle = [
      { ...first!, id: "a", parent: "b" },
      { ...first!, id: "b", parent: "a" },
      { ...second!, id: "c", parent: "missing" },
    ];
    const edges = [
      ...payload.edges,
      { from: "head", to: "wte", shape: [], residual: true },
      { from: "nowhere", to: "head", shape: [], residual: false },
      { from: "head", to: "head", shape: [], residual: false },
    ];
    const { svg } = draw(architecture, { ...payload, nodes: [...payload.nodes, first!, ...circle], edges });
    assert.match(svg, /normFinal/);
  });

  it("survives every field of every sample being an empty list", () => {
    for (const { mime, payload } of samples)
      for (const [key, value] of Object.entries(payload))
        if (Array.isArray(value)) draw(mime, { ...payload, [key]: [] } as never);
  });
});

function renamed(
  payload: OutputPayload<typeof architecture>,
  label: string,
): OutputPayload<typeof architecture> {
  return { ...payload, model: label, nodes: payload.nodes.map((node) => ({ ...node, label, type: label })) };
}
