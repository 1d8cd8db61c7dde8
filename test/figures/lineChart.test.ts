import assert from "node:assert/strict";
import { lineChart, type LineChart } from "../../src/figures/lineChart/lineChart.ts";
import { svgText } from "../../src/figures/svg.ts";
import { textWidth } from "../../src/figures/textWidth.ts";
import { light } from "../../src/figures/theme.ts";

const positions = Array.from({ length: 23 }, (_, at) => at);
const words = "guessing: ln V = 3.91";

function chart(change: Partial<LineChart>): string {
  const usual = {
    title: "gpt",
    lines: [{ x: positions, y: positions.map(() => 3), color: "#000" }],
    xTitle: "token to predict",
    ticks: positions.map((at) => ({ at, words: String(at * 7) })),
  };
  return svgText(lineChart({ ...usual, ...change }, 358, light).element);
}

/** Baseline of the level's words, and the level's and the line's heights, in pixels. */
function heights(svg: string): { words: number; level: number; line: number[] } {
  const number = (pattern: RegExp) => Number(pattern.exec(svg)![1]);
  const path = /<path d="([^"]+)"/.exec(svg)![1]!;
  return {
    words: number(/<text x="[\d.]+" y="([\d.]+)"[^>]*>guessing/),
    level: number(/y1="([\d.]+)"[^>]*stroke-dasharray="2 4"/),
    line: [...path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y)),
  };
}

describe("a chart of lines", () => {
  it("has its level's words where no line passes through them", () => {
    for (const wave of [0, 0.05, 0.3, 1]) {
      const y = positions.map((at) => 3.91 + wave * Math.sin(at));
      const found = heights(
        chart({ lines: [{ x: positions, y, color: "#000" }], level: { value: 3.91, words } }),
      );
      const [top, bottom] = [found.words - 10.5, found.words];
      assert.ok(
        Math.max(...found.line) < top || Math.min(...found.line) > bottom,
        `a wave of ${wave}: the line is at ${Math.min(...found.line)} to ${Math.max(...found.line)}, the words at ${top} to ${bottom}`,
      );
    }
  });

  it("has its level's words beside the level where that is free", () => {
    const found = heights(chart({ level: { value: 5, words } }));
    assert.equal(found.words, found.level - 4);
  });

  it("leaves out words of its axis that would lie on each other, level or slanted", () => {
    const short = chart({});
    assert.doesNotMatch(short, /rotate/);
    const shown = [...short.matchAll(/<text x="([\d.]+)" y="189"[^>]*>(\d+)</g)].map(([, x, label]) => {
      const half = textWidth(label!, 10.5) / 2;
      return { left: Number(x) - half, right: Number(x) + half };
    });
    assert.ok(shown.length >= 8);
    assert.ok(shown.slice(1).every(({ left }, at) => left - shown[at]!.right >= 5.9));
    const long = chart({ ticks: positions.map((at) => ({ at, words: `adjective${at}` })) });
    const slanted = [...long.matchAll(/rotate\(-40 ([\d.]+) /g)].map(([, x]) => Number(x));
    assert.equal(slanted.length, 12);
    assert.ok(slanted.slice(1).every((x, at) => x - slanted[at]! >= 18));
  });

  it("keeps the first word clear of the vertical axis, and slanted ones within the picture", () => {
    const ticks = ["tokenEmbedding", "b", "finalNorm"].map((name, at) => ({ at: at * 11, words: name }));
    const first = /<text x="([\d.]+)"[^>]*text-anchor="middle">tokenEmbedding</.exec(chart({ ticks }))!;
    // Half of 14 letters of 10.5 pixels is at least 35; the vertical axis' words end at 42.
    assert.ok(Number(first[1]) >= 48 + 35);
    const long = chart({ ticks: positions.map((at) => ({ at, words: `blocks.${at}.attention.qkv` })) });
    assert.match(long, /rotate\(-40 [^>]+>blocks\.0\.a[^<]*…</);
  });
});
