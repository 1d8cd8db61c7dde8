import { textWidth } from "../textWidth.ts";
import type { LineChart, Plot } from "./lineChart.ts";

const fontSize = 10.5;
const clearance = 3;

interface Span {
  readonly low: number;
  readonly high: number;
}

/** Where the words of a chart's level stand: baseline and left end. */
export interface WordsPlace {
  readonly x: number;
  readonly y: number;
}

/** Near the level, where no line passes through the words: at the right first, above first, then further and further off. */
export function levelWordsPlace(chart: LineChart, plot: Plot): WordsPlace {
  const { value, words } = chart.level!;
  const width = textWidth(words, fontSize);
  const at = plot.y.at(value);
  const lefts = [plot.right - 2 - width, plot.left + 4, (plot.left + plot.right - width) / 2];
  for (let off = 4; off <= plot.bottom - plot.top; off += 6)
    for (const y of [at - off, at + off + fontSize * 0.8])
      for (const x of lefts)
        if (y - fontSize >= plot.top - clearance && y <= plot.bottom - clearance)
          if (isFree(chart, plot, { x, y }, width)) return { x, y };
  return { x: lefts[0]!, y: at - 4 };
}

function isFree(chart: LineChart, plot: Plot, { x, y }: WordsPlace, width: number): boolean {
  const box = { low: y - fontSize - clearance, high: y + clearance };
  const across = { low: x - clearance, high: x + width + clearance };
  return chart.lines.every((line) =>
    line.x.every((_, point) => {
      const height = heightWithin(line, point, across, plot);
      return height === null || height.high < box.low || height.low > box.high;
    }),
  );
}

/** What the segment from a point to the next covers in height, where it runs across a part of the plot; null where it does not. */
function heightWithin(
  line: LineChart["lines"][number],
  point: number,
  across: Span,
  plot: Plot,
): Span | null {
  const ends = [point, Math.min(point + 1, line.x.length - 1)].map((at) => ({
    x: plot.x(line.x[at]!),
    y: plot.y.at(line.y[at] ?? Number.NaN),
  }));
  const [from, to] = [ends[0]!, ends[1]!];
  if (![from.y, to.y].every(Number.isFinite) || to.x < across.low || from.x > across.high) return null;
  const heightAt = (x: number) =>
    to.x === from.x ? from.y : from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
  const heights = [heightAt(Math.max(from.x, across.low)), heightAt(Math.min(to.x, across.high))];
  return { low: Math.min(...heights), high: Math.max(...heights) };
}
