import { text } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import { textWidth } from "../textWidth.ts";
import type { Theme } from "../theme.ts";
import type { LineChart, Plot } from "./lineChart.ts";
import { mostPoints } from "./linePath.ts";

const fontSize = 10.5;
/** Slanted words need at least this much room from one to the next. */
const leastStep = 13;

interface Labels {
  readonly elements: readonly SvgElement[];
  readonly height: number;
}

/** The ticks' words and the axis' title: words level where all fit, slanted where they do not, else only some of them. */
export function horizontalAxis(
  chart: LineChart,
  plot: Plot,
  theme: Theme,
): { element: SvgElement; height: number } {
  const isSlanted = !allFit(chart, plot) && stepOf(chart, plot) >= leastStep;
  const { elements, height } = isSlanted ? slanted(chart, plot, theme) : level(chart, plot, theme);
  const per = Math.max(1, ...chart.lines.map((line) => Math.ceil(line.x.length / mostPoints)));
  const words = per > 1 ? `${chart.xTitle} · drawn: the range of every ${per}` : chart.xTitle;
  const style = { size: 11, fill: theme.muted, anchor: "middle" as const };
  const title = text((plot.left + plot.right) / 2, plot.bottom + height + 12, words, style);
  return { element: el("g", {}, ...elements, title), height: height + 18 };
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
    free = x(at) + half + 6;
    return fits;
  });
}

/** Words that would lie on the one before are left out. */
function level({ ticks }: LineChart, { x, bottom }: Plot, theme: Theme): Labels {
  let free = 0;
  const elements = ticks.flatMap(({ at, words }) => {
    const half = textWidth(words, fontSize) / 2;
    if (x(at) - half < free) return [];
    free = x(at) + half + 6;
    return [text(x(at), bottom + 15, words, { size: fontSize, fill: theme.muted, anchor: "middle" })];
  });
  return { elements, height: 20 };
}

function slanted({ ticks }: LineChart, { x, bottom }: Plot, theme: Theme): Labels {
  const elements = ticks.map(({ at, words }) => {
    const [left, top] = [x(at) + 4, bottom + 13];
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
      words,
    );
  });
  const widest = Math.max(...ticks.map(({ words }) => textWidth(words, fontSize)));
  return { elements, height: Math.ceil(widest * 0.66) + 16 };
}
