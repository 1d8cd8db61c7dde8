import { formatTick } from "../format.ts";
import { haloText, text, type Block } from "../picture.ts";
import { extent, fittingScale, linearScale, type Scale } from "../scales.ts";
import { el, type SvgElement } from "../svg.ts";
import { fitText, textWidth } from "../textWidth.ts";
import type { Theme } from "../theme.ts";
import { horizontalAxis } from "./horizontalAxis.ts";
import { levelWordsPlace } from "./levelWords.ts";
import { linePath, mostPoints, type Line } from "./linePath.ts";

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
  /** Of the plot, in pixels. */
  readonly height?: number;
}

/** Where a chart draws what. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly y: Scale;
  x(value: number): number;
}

const left = 48;
const top = 24;
const usualHeight = 150;

/** Lines over a common horizontal axis. Values that are not finite leave a gap. */
export function lineChart(chart: LineChart, width: number, theme: Theme): Block {
  const plot = plotOf(chart, width);
  const axis = horizontalAxis(chart, plot, theme);
  const element = el(
    "g",
    {},
    chartTitle(chart.title, width),
    ...plot.y.ticks.flatMap((tick) => tickLine(tick, plot, theme)),
    ...chart.lines.flatMap((line) => linePath(line, plot.x, plot.y)),
    ...levelLine(chart, plot, theme),
    ...endNames(chart, plot),
    readingArea(chart, plot),
    axis.element,
  );
  return { element, width, height: plot.bottom + axis.height };
}

/** Over the plot's left edge, or further left where the words need the room. */
function chartTitle(words: string, width: number): SvgElement {
  const [size, bold] = [12.5, 1.1];
  const x = Math.max(0, Math.min(left, width - textWidth(words, size) * bold));
  return text(x, 13, fitText(words, width / bold, size), { size, weight: 600 });
}

function plotOf(chart: LineChart, width: number): Plot {
  const names = chart.lines.map(({ name = "" }) => (name === "" ? 0 : textWidth(name, 11) + 8));
  const right = width - 6 - Math.min(width / 3, Math.max(0, ...names));
  const bottom = top + (chart.height ?? usualHeight);
  const [low, high] = extent(chart.lines.flatMap((line) => line.x)) ?? [0, 1];
  const x = (value: number) => left + 6 + ((value - low) / (high - low || 1)) * (right - left - 12);
  return { left, right, top, bottom, x, y: verticalScale(chart, bottom) };
}

/** The places across a chart at which its lines have points, in order: what a reader can walk over. */
export function curvePoints(lines: readonly { readonly x: readonly number[] }[]): number[] {
  return [...new Set(lines.flatMap((line) => line.x))].filter(Number.isFinite).sort((a, b) => a - b);
}

/** `data-curve` tells who looks up the point under a pointer where the points are, in pixels from the plot's left. */
function readingArea({ lines }: LineChart, { x, right, bottom }: Plot): SvgElement {
  const points = curvePoints(lines);
  const places = points.map((at) => (x(at) - left).toFixed(1));
  return el("rect", {
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
    fill: "none",
    // Many points lie evenly: "first:last:count" keeps the saved picture small.
    "data-curve":
      points.length <= mostPoints ? places.join(" ") : `${places[0]}:${places.at(-1)}:${points.length}`,
  });
}

function verticalScale({ lines, level, covers = [], logarithmic = false }: LineChart, bottom: number): Scale {
  const values = [...lines.flatMap((line) => Array.from(line.y)), ...covers];
  if (level !== undefined) values.push(level.value);
  const range = [bottom, top] as const;
  if (logarithmic) return fittingScale(values, range);
  const [low, high] = extent(values) ?? [0, 1];
  return linearScale(Math.min(0, low), Math.max(0, high), range);
}

function tickLine(tick: number, { y, right }: Plot, theme: Theme): SvgElement[] {
  const at = y.at(tick);
  const stroke = tick === 0 ? theme.line : theme.grid;
  return [
    el("line", { x1: left, x2: right, y1: at, y2: at, stroke }),
    text(left - 6, at + 3.5, formatTick(tick), { size: 10.5, fill: theme.muted, anchor: "end" }),
  ];
}

function levelLine(chart: LineChart, plot: Plot, theme: Theme): SvgElement[] {
  const { level } = chart;
  if (level === undefined || !Number.isFinite(level.value)) return [];
  const at = plot.y.at(level.value);
  const words = levelWordsPlace(chart, plot);
  return [
    el("line", { x1: left, x2: plot.right, y1: at, y2: at, stroke: theme.line, "stroke-dasharray": "2 4" }),
    haloText(words.x, words.y, level.words, { size: 10.5, fill: theme.muted }, theme),
  ];
}

/** The names beside the lines' last points, moved apart where they would lie on each other. */
function endNames({ lines }: LineChart, { right, bottom, y }: Plot): SvgElement[] {
  const named = lines
    .flatMap(({ name, color, y: values }) => {
      const last = Array.from(values).findLast(Number.isFinite);
      return name === undefined || last === undefined ? [] : [{ name, color, at: y.at(last) + 4 }];
    })
    .sort((a, b) => a.at - b.at);
  let free = top;
  const placed = named.map(({ name, color, at }) => {
    const height = Math.max(at, free);
    free = height + 13;
    return { name, color, height };
  });
  const over = Math.max(0, free - 13 - bottom - 4);
  return placed.map(({ name, color, height }) =>
    text(right + 6, height - over, name, { size: 11, weight: 600, fill: color }),
  );
}
