import assert from "node:assert/strict";
import { architectureLayout, type ArchitectureLayout } from "../../src/figures/architecture/layout.ts";
import { drawing, figure } from "../../src/figures/index.ts";
import { legend } from "../../src/figures/picture.ts";
import { el, svgText } from "../../src/figures/svg.ts";
import { light } from "../../src/figures/theme.ts";
import { layersMap } from "../../src/figures/tokenStats/layersMap.ts";
import { vectorStrip } from "../../src/figures/tokenStats/vectorStrip.ts";
import type { TokenStatsPayload } from "../../src/protocol/outputs/tokenStats.ts";
import { architecturePayload, encoderDecoderPayload } from "./payloads/architecture.ts";
import { tokenStatsPayload } from "./payloads/tokenStats.ts";
import { samples } from "./samples.ts";

/** A phone, and half of a window. */
const widths = [312, 620];
const follows = /token-influence|compare-norms|honest-loss|gradient-flow|tensor/;

describe("a picture for a narrow pane", () => {
  const followers = samples.filter((sample) => follows.test(sample.mime));
  for (const [width, { name, mime, payload }] of widths.flatMap((width) =>
    followers.map((sample) => [width, sample] as const),
  ))
    it(`${name} is laid out for ${width} pixels, with all its words`, () => {
      const wide = drawing(mime, payload as never, light)!;
      const drawn = drawing(mime, payload as never, light, width)!;
      assert.equal(wide.attributes["width"], 780);
      assert.equal(drawn.attributes["width"], width);
      assert.ok(Number(drawn.attributes["height"]) > Number(wide.attributes["height"]) - 120);
      assert.doesNotMatch(svgText(drawn), /NaN|undefined|Infinity/);
      // Names along the axes are shortened or thinned out; sentences never are.
      const words = new Set(lines(svgText(drawn)).join(" ").split(" "));
      const sentences = lines(figure(mime, payload as never)!).filter((line) => / .* .* /.test(line));
      assert.ok(sentences.length > 0);
      for (const word of sentences.join(" ").split(" ")) assert.ok(words.has(word), word);
    });

  it("keeps scale and shift, and the map of all layers, within its width, and the ends of the layers' names", () => {
    const payload = tokenStatsPayload({ layers: 1 });
    const [layer] = payload.layers as [TokenStatsPayload["layers"][number]];
    const name = "transformer.blocks.0.attention.norm1";
    const options = { quantity: "variance", stage: "before", sequence: 0, width: 312, most: 156 } as const;
    const map = svgText(layersMap({ ...payload, layers: [{ ...layer, name }] }, options, light).element);
    assert.match(map, />…[\w.]*norm1</);
    for (const width of [312, 480, 740]) {
      const strip = vectorStrip(layer, [0], width, light)!;
      assert.equal(strip.width, width);
      // Two rows of cells, each scaled to the strip's part of the width.
      const cells = [
        ...svgText(strip.element).matchAll(/scale\(([\d.]+) [\d.]+\).*?<rect [^>]*width="(\d+)"/g),
      ];
      assert.equal(cells.length, 2);
      for (const [, cell, count] of cells) {
        const across = Number(cell) * Number(count);
        assert.ok(across <= width && across > width / 3, `${across} of ${width}`);
      }
    }
  });

  for (const [name, payload] of [
    ["post-norm", architecturePayload({ placement: "post" })],
    ["encoder-decoder", encoderDecoderPayload()],
  ] as const)
    it(`brings the columns of a diagram closer together, and no node onto another (${name})`, () => {
      const [wide, narrow] = [false, true].map((isNarrow) =>
        architectureLayout(payload, new Set(), { isNarrow }),
      ) as [ArchitectureLayout, ArchitectureLayout];
      assert.ok(narrow.width < wide.width - 60, `${narrow.width} of ${wide.width}`);
      assert.equal(narrow.height, wide.height);
      for (const [at, one] of narrow.nodes.entries())
        for (const other of narrow.nodes.slice(at + 1))
          assert.ok(
            Math.abs(one.x - other.x) >= (one.width + other.width) / 2 ||
              Math.abs(one.y - other.y) >= (one.height + other.height) / 2,
            `${one.node.id} and ${other.node.id}`,
          );
    });

  it("has its legend in as many rows as it takes", () => {
    const entries = ["whole window at once", "one token at a time", "outlier"].map((words) => ({
      mark: el("circle"),
      words,
    }));
    assert.equal(legend(entries, 740, light).height, 16);
    const rows = legend(entries, 260, light);
    assert.equal(rows.height, 16 + 19);
    assert.ok(rows.width <= 260);
  });
});

/** The lines of text that are drawn. */
function lines(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, words]) => words!);
}
