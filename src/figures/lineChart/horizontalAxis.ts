import { text } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import { fitText, textWidth, wrapText } from "../textWidth.ts";
import type { Theme } from "../theme.ts";
import type { LineChart, Plot } from "./lineChart.ts";
import { mostPoints } from "./linePath.ts";

const fontSize = 10.5;
/** From one slanted text to the next: closer ones would lie on each other. */
const slantedStep = 18;
const gap = 6;
const slant = (40 / 180) * Math.PI;

interface Labels {
  readonly elements: readonly SvgElement[];
  readonly height: number;
}

/** The ticks' words and the axis' title: words level where all fit, slanted where they do not; as many as have room. */
export function horizontalAxis(
  chart: LineChart,
  plot: Plot,
  theme: Theme,
): { element: SvgElement; height: number } {
  const { elements, height } = isSlanted(chart, plot)
    ? slanted(chart, plot, theme)
    : level(chart, plot, theme);
  const per = Math.max(1, ...chart.lines.map((line) => Math.ceil(line.x.length / mostPoints)));
  const words = per > 1 ? `${chart.xTitle} · drawn: the range of every ${per}` : chart.xTitle;
  const style = { size: 11, fill: theme.muted, anchor: "middle" as const };
  const titles = wrapText(words, plot.right - plot.left, 11).map((line, at) =>
    text((plot.left + plot.right) / 2, plot.bottom + height + 12 + at * 15, line, style),
  );
  return { element: el("g", {}, ...elements, ...titles), height: height + 3 + titles.length * 15 };
}

/** Slanted words come in where they show more of the ticks than level ones. */
function isSlanted(chart: LineChart, plot: Plot): boolean {
  if (allFit(chart, plot)) return false;
  const step = stepOf(chart, plot);
  const widest = Math.max(0, ...chart.ticks.map(({ words }) => textWidth(words, fontSize)));
  return step >= slantedStep / 2 && everyOf(slantedStep, step) < everyOf(widest + gap, step);
}

/** Every how many-th tick has room for its words. */
function everyOf(room: number, step: number): number {
  return Math.max(1, Math.ceil(room / step));
}

function stepOf({ ticks }: LineChart, { x }: Plot): number {
  const places = ticks.map(({ at }) => x(at)).sort((a, b) => a - b);
  return places.slice(1).reduce((least, place, index) => Math.min(least, place - places[index]!), Infinity);
}

function allFit({ ticks }: LineChart, { x }: Plot): boolean {
  let free = 0;
  return ticks.every(({ at, words }) => {
    const half = textWidth(words, fontSize) / 2;
    const fits = x(at) - half >= free;
    free = x(at) + half + gap;
    return fits;
  });
}

/** Words that would lie on the one before are left out. */
function level({ ticks }: LineChart, { x, left, right, bottom }: Plot, theme: Theme): Labels {
  let free = 0;
  const elements = ticks.flatMap(({ at, words }) => {
    const half = textWidth(words, fontSize) / 2;
    // Between the plot's edges, clear of the vertical axis' words.
    const middle = Math.max(left + Math.min(half, 0.5 * (right - left)), Math.min(right - half, x(at)));
    if (middle - half < free) return [];
    free = middle + half + gap;
    return [text(middle, bottom + 15, words, { size: fontSize, fill: theme.muted, anchor: "middle" })];
  });
  return { elements, height: 20 };
}

function slanted(chart: LineChart, plot: Plot, theme: Theme): Labels {
  const every = everyOf(slantedStep, stepOf(chart, plot));
  const ticks = chart.ticks.filter((_, tick) => tick % every === 0);
  const elements = ticks.map(({ at, words }) => {
    const [left, top] = [plot.x(at) + 4, plot.bottom + 13];
    return el(
      "text",
      {
        x: left,
        y: top,
        "font-size": fontSize,
        fill: theme.muted,
        "text-anchor": "end",
        transform: `rotate(-40 ${left.toFixed(1)} ${top})`,
      },
      // Down to the left, as far as the picture's margin goes.
      fitText(words, (left + 12) / Math.cos(slant), fontSize),
    );
  });
  const widest = Math.max(...ticks.map(({ words }) => textWidth(words, fontSize)));
  return { elements, height: Math.ceil(widest * 0.66) + 16 };
}
