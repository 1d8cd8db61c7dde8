import assert from "node:assert/strict";
import { architectureLayout, type ArchitectureLayout } from "../../src/figures/architecture/layout.ts";
import { architectureFigure } from "../../src/figures/architecture/figure.ts";
import { executionOrder } from "../../src/figures/architecture/order.ts";
import {
  hasStatistics,
  overlayOf,
  statisticWords,
  type NodeStatistic,
} from "../../src/figures/architecture/overlay.ts";
import { defaultFolds, visibleGraph } from "../../src/figures/architecture/visible.ts";
import { figure } from "../../src/figures/index.ts";
import { svgText } from "../../src/figures/svg.ts";
import { light } from "../../src/figures/theme.ts";
import { parseXml, type XmlElement } from "./parseXml.ts";
import {
  architecturePayload,
  encoderDecoderPayload,
  measuredArchitecturePayload,
} from "./payloads/architecture.ts";

const mime = "application/vnd.tokenwise.architecture.v1+json";
const none = new Set<string>();

function placeOf(layout: ArchitectureLayout, id: string) {
  return layout.nodes.find(({ node }) => node.id === id)!;
}

/** The drawn parts of one node of the picture. */
function drawn(svg: string, id: string): XmlElement {
  const find = (element: XmlElement): XmlElement | undefined =>
    element.attributes["data-node"] === id
      ? element
      : element.children.map(find).find((found) => found !== undefined);
  return find(parseXml(svg))!;
}

function rects(element: XmlElement): XmlElement[] {
  return [...(element.name === "rect" ? [element] : []), ...element.children.flatMap(rects)];
}

describe("the layout of a diagram", () => {
  for (const placement of ["pre", "post"] as const) {
    const layout = architectureLayout(architecturePayload({ placement }), none);

    it(`${placement}-norm: no two nodes overlap`, () => {
      for (const [index, a] of layout.nodes.entries())
        for (const b of layout.nodes.slice(index + 1)) {
          const apart =
            Math.abs(a.x - b.x) >= (a.width + b.width) / 2 ||
            Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
          assert.ok(apart, `${a.node.id} and ${b.node.id}`);
        }
    });

    it(`${placement}-norm: the residual stream is one straight line down`, () => {
      const stream = layout.routes.filter(({ edge }) => edge.residual);
      assert.ok(stream.length >= 4);
      const xs = new Set(stream.flatMap(({ points }) => points.map(({ x }) => x)));
      assert.equal(xs.size, 1);
    });

    it(`${placement}-norm: every edge goes down, and boxes hold their nodes`, () => {
      for (const { points } of layout.routes) assert.ok(points.at(-1)!.y >= points[0]!.y);
      for (const box of layout.boxes)
        for (const { node, around, x, y, width, height } of layout.nodes)
          if (around.includes(box.node.id))
            assert.ok(
              x - width / 2 >= box.x &&
                x + width / 2 <= box.x + box.width &&
                y - height / 2 >= box.y &&
                y + height / 2 <= box.y + box.height,
              `${node.id} in ${box.node.id}`,
            );
    });
  }

  it("draws encoder and decoder apart, each with its own stream", () => {
    const layout = architectureLayout(encoderDecoderPayload(), none);
    const box = (id: string) => layout.boxes.find(({ node }) => node.id === id)!;
    const [encoder, decoder] = [box("encoder"), box("decoder")];
    assert.ok(encoder.x + encoder.width < decoder.x);
    for (const [outer, inner] of [
      [encoder, box("encoder.0")],
      [decoder, box("decoder.0")],
    ] as const) {
      assert.ok(inner.x > outer.x && inner.y > outer.y);
      assert.ok(
        inner.x + inner.width < outer.x + outer.width && inner.y + inner.height < outer.y + outer.height,
      );
    }
    const streams = layout.routes.filter(({ edge }) => edge.residual).map(({ points }) => points[0]!.x);
    assert.equal(new Set(streams).size, 2);
  });

  it("tells pre-norm, whose norms branch off, from post-norm, whose norms are on the stream", () => {
    const pre = architectureLayout(architecturePayload({ placement: "pre" }), none);
    const post = architectureLayout(architecturePayload({ placement: "post" }), none);
    assert.ok(placeOf(pre, "blocks.0.norm1").x > placeOf(pre, "blocks.0.add1").x);
    assert.equal(placeOf(post, "blocks.0.norm1").x, placeOf(post, "blocks.0.add1").x);
  });
});

describe("folding", () => {
  it("closes a block to one node with its edges", () => {
    const graph = visibleGraph(architecturePayload(), new Set(["blocks.0", "blocks.1"]));
    assert.deepEqual(
      graph.nodes.map(({ node }) => node.id),
      ["ids", "wte", "blocks.0", "blocks.1", "normFinal", "head", "logits"],
    );
    assert.deepEqual(
      graph.edges.map(({ from, to, residual }) => `${from} ${residual ? "=" : "-"} ${to}`),
      [
        "ids - wte",
        "wte = blocks.0",
        "blocks.0 = blocks.1",
        "blocks.1 = normFinal",
        "normFinal - head",
        "head - logits",
      ],
    );
  });

  it("opens the first blocks of a deep model and closes the rest", () => {
    const payload = architecturePayload({ layers: 96 });
    const graph = visibleGraph(payload, defaultFolds(payload));
    assert.ok(graph.containers.length >= 1);
    assert.ok(graph.nodes.filter(({ folded }) => folded).length >= 90);
  });
});

describe("the order of nodes", () => {
  it("follows the edges, whatever the payload's order", () => {
    const edges = [
      { from: "c", to: "a" },
      { from: "a", to: "b" },
    ];
    assert.deepEqual(executionOrder(["a", "b", "c"], edges).ids, ["c", "a", "b"]);
  });

  it("drops the edge that closes a circle", () => {
    const edges = [
      { from: "a", to: "b" },
      { from: "b", to: "a" },
    ];
    const order = executionOrder(["a", "b"], edges);
    assert.deepEqual(order.ids, ["a", "b"]);
    assert.deepEqual(order.edges, [{ from: "a", to: "b" }]);
  });
});

describe("norms in the diagram", () => {
  it("one that normalises each token alone has one column for each token", () => {
    const columns = rects(drawn(figure(mime, architecturePayload())!, "blocks.0.norm1")).filter(
      (rect) => rect.attributes["fill"] === light.good,
    );
    assert.equal(columns.length, 7);
  });

  it("one that pools over tokens is one bar in the warning colour, and says what it pools", () => {
    const svg = figure(mime, architecturePayload({ scope: "tokens" }))!;
    const bars = rects(drawn(svg, "blocks.0.norm1")).filter(
      (rect) => rect.attributes["fill"] === light.warning,
    );
    assert.equal(bars.length, 1);
    assert.match(svg, />over \[N, C\], pooled over the tokens</);
  });

  it("a pre-norm model without its final norm is told", () => {
    assert.match(figure(mime, architecturePayload({ finalNorm: false }))!, /No final norm/);
    assert.doesNotMatch(figure(mime, architecturePayload())!, /No final norm/);
  });
});

describe("norms within attention", () => {
  it("are told on its node, and in the warning colour where they pool over tokens", () => {
    const svg = figure(mime, measuredArchitecturePayload())!;
    const frame = (id: string) => rects(drawn(svg, id))[0]!.attributes["stroke"];
    assert.match(svg, />qNorm, kNorm over D, each token alone</);
    assert.match(svg, />qNorm, kNorm WARNING: over N, pooled over the tokens</);
    assert.equal(frame("blocks.0.attn"), light.attention);
    assert.equal(frame("blocks.1.attn"), light.warning);
  });
});

describe("statistics over a diagram", () => {
  const payload = measuredArchitecturePayload();
  const svg = (statistic: NodeStatistic) =>
    svgText(architectureFigure(payload, light, none, overlayOf(payload, statistic, light)));

  it("stand under each measured node: the median token, and the range over the tokens", () => {
    const written = svg("variance");
    assert.match(written, /<title>variance 1, 0\.800 to 1\.30 over the tokens<\/title>/);
    assert.match(written, />each node&#39;s output: variance of the median token, .* \(log scale\)</);
    const measured = payload.nodes.filter(
      ({ statistics, kind }) => statistics !== undefined && kind !== "block",
    );
    assert.equal(written.split("over the tokens</title>").length - 1, measured.length);
  });

  it("say where a value is not finite, and have no place where nothing was measured", () => {
    const range = { low: null, median: null, high: 1 };
    const node = {
      ...payload.nodes[1]!,
      statistics: { mean: range, variance: range, rms: range, maxAbs: range },
    };
    assert.equal(statisticWords(node, "rms"), "RMS not finite, not finite to 1 over the tokens");
    const { statistics: _, ...bare } = node;
    assert.equal(statisticWords(bare, "rms"), "");
    assert.equal(hasStatistics(payload), true);
    assert.equal(hasStatistics(architecturePayload()), false);
  });

  it("have one colour for equal values in every node", () => {
    const { colors } = overlayOf(payload, "rms", light);
    assert.ok(colors.low <= 0.13 && colors.high >= 1);
    assert.equal(
      overlayOf(payload, "mean", light).colors.low,
      -overlayOf(payload, "mean", light).colors.high,
    );
  });
});
