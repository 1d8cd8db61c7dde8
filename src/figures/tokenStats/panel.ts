import { formatTick } from "../format.ts";
import { text, type Block } from "../picture.ts";
import { fittingScale, type Scale } from "../scales.ts";
import { coordinate, el, type SvgElement } from "../svg.ts";
import type { Theme } from "../theme.ts";
import { tokenAxis } from "../tokenAxis.ts";

export interface PanelSeries {
  readonly color: string;
  readonly mark: Mark;
  readonly values: ArrayLike<number>;
}

export type Mark = "circle" | "square" | "diamond";

export interface PanelData {
  readonly title: string;
  readonly series: readonly PanelSeries[];
  /** The dashed line: one statistic for the whole sequence. */
  readonly pooled: number | null;
  readonly tokens: readonly string[];
  /** Tokens that stand out, marked at the top. */
  readonly outliers: readonly number[];
}

const left = 52;
const top = 22;
const plotHeight = 112;
/** More tokens than this are drawn as the range (smallest to largest) of groups of neighbours. */
const mostColumns = 120;

/** One quantity of every token of one sequence: one mark per token and stage over the token axis. */
export function panel(data: PanelData, width: number, theme: Theme): Block {
  const count = Math.max(0, ...data.series.map((series) => series.values.length));
  const all = data.series.flatMap((series) => Array.from(series.values));
  if (data.pooled !== null) all.push(data.pooled);
  const y = fittingScale(all, [top + plotHeight, top]);
  const step = (width - left - 8) / Math.max(1, count);
  const x = (token: number) => left + (token + 0.5) * step;
  const title = `${data.title}${y.logarithmic ? " (log scale)" : ""}${grouped(count)}`;
  const places = Array.from({ length: count }, (_, index) => ({ index, x: x(index) }));
  const tokenLabels = tokenAxis(data.tokens, places, theme);
  const element = el(
    "g",
    {},
    text(left, 12, title, { size: 12, weight: 600 }),
    axis(y, width, theme),
    ...(data.pooled === null || !Number.isFinite(data.pooled)
      ? []
      : [pooledLine(y.at(data.pooled), width, theme)]),
    ...data.series.map((series, index) =>
      count > mostColumns
        ? ranges(series, x, y)
        : marks(series, (token) => x(token) + beside(index, data.series.length, step), y, step),
    ),
    ...data.outliers.map((token) =>
      el("path", { d: outlierPath(x(token), top - 1), fill: theme.warning, stroke: theme.background }),
    ),
    el("g", { transform: `translate(0 ${top + plotHeight})` }, tokenLabels.element),
  );
  return { element, width, height: top + plotHeight + tokenLabels.height };
}

function grouped(count: number): string {
  return count > mostColumns ? ` · each bar: the range of ${Math.ceil(count / mostColumns)} tokens` : "";
}

/** The stages of a token stand side by side, so that equal values do not hide each other. */
function beside(index: number, count: number, step: number): number {
  return (index - (count - 1) / 2) * Math.min(10, step / 4);
}

function axis(y: Scale, width: number, theme: Theme): SvgElement {
  const ticks = y.ticks.flatMap((tick) => [
    el("line", {
      x1: left,
      x2: width,
      y1: y.at(tick),
      y2: y.at(tick),
      stroke: tick === 0 ? theme.line : theme.grid,
    }),
    text(left - 6, y.at(tick) + 3.5, formatTick(tick), { size: 10.5, fill: theme.muted, anchor: "end" }),
  ]);
  return el("g", {}, ...ticks);
}

function pooledLine(y: number, width: number, theme: Theme): SvgElement {
  return el("line", {
    x1: left,
    x2: width,
    y1: y,
    y2: y,
    stroke: theme.pooled,
    "stroke-width": 1.5,
    "stroke-dasharray": "6 4",
  });
}

function marks(series: PanelSeries, x: (token: number) => number, y: Scale, step: number): SvgElement {
  const size = Math.min(4, Math.max(1.6, step / 4));
  const paths: string[] = [];
  for (let token = 0; token < series.values.length; token++) {
    const value = series.values[token]!;
    if (Number.isFinite(value)) paths.push(markPath(series.mark, x(token), y.at(value), size));
  }
  return el("path", { d: paths.join(""), fill: series.color, "fill-opacity": 0.9 });
}

/** The outline of a mark around (x, y), so that many marks are one path. */
export function markPath(mark: Mark, x: number, y: number, size: number): string {
  const [left, top] = [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
  const s = Math.round(size * 10) / 10;
  if (mark === "circle")
    return `M${coordinate(left - s)} ${top}a${s} ${s} 0 1 0 ${2 * s} 0a${s} ${s} 0 1 0 ${-2 * s} 0z`;
  if (mark === "square")
    return `M${coordinate(left - s)} ${coordinate(top - s)}h${2 * s}v${2 * s}h${-2 * s}z`;
  const d = Math.round(s * 13) / 10;
  return `M${left} ${coordinate(top - d)}l${d} ${d}l${-d} ${d}l${-d} ${-d}z`;
}

/** A triangle that points down to (x, y). */
export function outlierPath(x: number, y: number): string {
  return `M${coordinate(x)} ${coordinate(y + 4)}l-5 -9h10z`;
}

function ranges(series: PanelSeries, x: (token: number) => number, y: Scale): SvgElement {
  const per = Math.ceil(series.values.length / mostColumns);
  const strokes: string[] = [];
  for (let start = 0; start < series.values.length; start += per) {
    const part = Array.from(series.values)
      .slice(start, start + per)
      .filter(Number.isFinite);
    if (part.length === 0) continue;
    const [low, high] = [y.at(Math.min(...part)), y.at(Math.max(...part))];
    const middle = x(start + (part.length - 1) / 2).toFixed(1);
    strokes.push(`M${middle} ${(low + 0.8).toFixed(1)}V${(high - 0.8).toFixed(1)}`);
  }
  return el("path", {
    d: strokes.join(""),
    stroke: series.color,
    "stroke-width": 1.6,
    "stroke-opacity": 0.85,
  });
}
