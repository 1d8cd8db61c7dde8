import { formatTick } from "./format.ts";
import { text, type Block } from "./picture.ts";
import { extent, fittingScale, linearScale, type Scale } from "./scales.ts";
import { el, type SvgElement } from "./svg.ts";
import { textWidth } from "./textWidth.ts";
import type { Theme } from "./theme.ts";

interface Line {
  readonly x: readonly number[];
  readonly y: ArrayLike<number>;
  readonly color: string;
  readonly dashed?: boolean;
  /** Radius of a dot at each point; none where it is absent. */
  readonly dots?: number | undefined;
}

export interface LineChart {
  readonly title: string;
  readonly lines: readonly Line[];
  /** A level to compare with, dashed across the chart. */
  readonly level?: { readonly value: number; readonly words: string };
  readonly xTitle: string;
  readonly ticks: readonly { readonly at: number; readonly words: string }[];
  /** Values that the vertical scale covers beside the lines', so that charts side by side compare. */
  readonly covers?: readonly number[];
  /** Whether a wide range is drawn on a logarithmic scale. */
  readonly logarithmic?: boolean;
}

const left = 48;
const top = 24;
const plotHeight = 150;
/** Longer lines are drawn as the smallest and the largest value of each of so many stretches. */
const mostPoints = 400;

/** Lines over a common horizontal axis. Values that are not finite leave a gap. */
export function lineChart(chart: LineChart, width: number, theme: Theme): Block {
  const [low, high] = extent(chart.lines.flatMap((line) => line.x)) ?? [0, 1];
  const x = (value: number) => left + 6 + ((value - low) / (high - low || 1)) * (width - left - 18);
  const y = verticalScale(chart);
  const element = el(
    "g",
    {},
    text(left, 13, chart.title, { size: 12.5, weight: 600 }),
    ...y.ticks.flatMap((tick) => tickLine(tick, y, width, theme)),
    ...levelLine(chart, y, width, theme),
    ...chart.lines.flatMap((line) => linePath(line, x, y)),
    readingArea(chart, x, width),
    ...horizontalAxis(chart, x, width, theme),
  );
  return { element, width, height: top + plotHeight + 38 };
}

/** The places across a chart at which its lines have points, in order: what a reader can walk over. */
export function curvePoints(lines: readonly { readonly x: readonly number[] }[]): number[] {
  return [...new Set(lines.flatMap((line) => line.x))].filter(Number.isFinite).sort((a, b) => a - b);
}

/** `data-curve` tells who looks up the point under a pointer where the points are, in pixels from the plot's left. */
function readingArea({ lines }: LineChart, x: (value: number) => number, width: number): SvgElement {
  const points = curvePoints(lines);
  const places = points.map((at) => (x(at) - left).toFixed(1));
  return el("rect", {
    x: left,
    y: top,
    width: width - left - 6,
    height: plotHeight,
    fill: "none",
    // Many points lie evenly: "first:last:count" keeps the saved picture small.
    "data-curve":
      points.length <= mostPoints ? places.join(" ") : `${places[0]}:${places.at(-1)}:${points.length}`,
  });
}

function verticalScale({ lines, level, covers = [], logarithmic = false }: LineChart): Scale {
  const values = [...lines.flatMap((line) => Array.from(line.y)), ...covers];
  if (level !== undefined) values.push(level.value);
  const range = [top + plotHeight, top] as const;
  if (logarithmic) return fittingScale(values, range);
  const [low, high] = extent(values) ?? [0, 1];
  return linearScale(Math.min(0, low), Math.max(0, high), range);
}

function tickLine(tick: number, y: Scale, width: number, theme: Theme): SvgElement[] {
  const at = y.at(tick);
  const stroke = tick === 0 ? theme.line : theme.grid;
  return [
    el("line", { x1: left, x2: width - 6, y1: at, y2: at, stroke }),
    text(left - 6, at + 3.5, formatTick(tick), { size: 10.5, fill: theme.muted, anchor: "end" }),
  ];
}

function levelLine({ level }: LineChart, y: Scale, width: number, theme: Theme): SvgElement[] {
  if (level === undefined || !Number.isFinite(level.value)) return [];
  const at = y.at(level.value);
  return [
    el("line", { x1: left, x2: width - 6, y1: at, y2: at, stroke: theme.line, "stroke-dasharray": "2 4" }),
    text(width - 8, at - 4, level.words, { size: 10.5, fill: theme.muted, anchor: "end" }),
  ];
}

/** Indices of the points that are drawn: all, or the smallest and the largest of each stretch, in order. */
function drawnPoints({ x, y }: Line): number[] {
  const per = Math.ceil(x.length / mostPoints);
  const all = x.map((_, index) => index);
  if (per === 1) return all;
  return Array.from({ length: Math.ceil(x.length / per) }, (_, stretch) => {
    const part = all.slice(stretch * per, (stretch + 1) * per).filter((at) => Number.isFinite(y[at]));
    if (part.length === 0) return [stretch * per];
    const low = part.reduce((best, at) => (y[at]! < y[best]! ? at : best));
    const high = part.reduce((best, at) => (y[at]! > y[best]! ? at : best));
    return low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
  }).flat();
}

function linePath(line: Line, x: (value: number) => number, y: Scale): SvgElement[] {
  const points = drawnPoints(line).map((at) => {
    const height = line.y[at] ?? Number.NaN;
    return Number.isFinite(height) ? ([x(line.x[at]!), y.at(height)] as const) : null;
  });
  const d = points
    .map((point, i) => (point === null ? "" : `${points[i - 1] ? "L" : "M"}${place(point)}`))
    .join("");
  const style = { fill: "none", stroke: line.color, "stroke-width": 2, "stroke-linejoin": "round" };
  const path = el("path", { d, ...style, "stroke-dasharray": line.dashed === true ? "5 4" : undefined });
  const dots = points.flatMap((point) =>
    point === null || line.dots === undefined
      ? []
      : [el("circle", { cx: point[0].toFixed(1), cy: point[1].toFixed(1), r: line.dots, fill: line.color })],
  );
  return [path, ...dots];
}

const place = ([x, y]: readonly [number, number]) => `${x.toFixed(1)} ${y.toFixed(1)}`;

function horizontalAxis(
  chart: LineChart,
  x: (value: number) => number,
  width: number,
  theme: Theme,
): SvgElement[] {
  let free = 0;
  const labels = chart.ticks.flatMap(({ at, words }) => {
    const half = textWidth(words, 10.5) / 2;
    if (x(at) - half < free) return [];
    free = x(at) + half + 6;
    return [text(x(at), top + plotHeight + 15, words, { size: 10.5, fill: theme.muted, anchor: "middle" })];
  });
  const per = Math.max(1, ...chart.lines.map((line) => Math.ceil(line.x.length / mostPoints)));
  const xTitle = per > 1 ? `${chart.xTitle} · drawn: the range of every ${per}` : chart.xTitle;
  const title = text((left + width) / 2, top + plotHeight + 32, xTitle, {
    size: 11,
    fill: theme.muted,
    anchor: "middle",
  });
  return [...labels, title];
}
