import assert from "node:assert/strict";
import { drawing, figure } from "../../src/figures/index.ts";
import { legend } from "../../src/figures/picture.ts";
import { el, svgText } from "../../src/figures/svg.ts";
import { light } from "../../src/figures/theme.ts";
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
