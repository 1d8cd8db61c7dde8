import type { ChartConfiguration, ChartOptions } from "chart.js";
import { exactNumber } from "../../src/figures/exactNumber.ts";
import { formatTick, tokenName } from "../../src/figures/format.ts";
import type { Theme } from "../../src/figures/theme.ts";
import { tokensPerBar } from "./chartMarks.ts";
import type { TokenChartData } from "./tokenChartData.ts";

export type TokenPoints = { x: number; y: number }[];

const pointStyles = { circle: "circle", square: "rect", diamond: "rectRot" } as const;
/** Chart.js draws a square inside the circle of its radius; these make the marks equally heavy. */
const pointWeights = { circle: 1, square: 1.25, diamond: 1.3 } as const;

/**
 * What Chart.js draws: a mark for each token and stage, exact values under the pointer. Where tokens are drawn as bars
 * it holds the `focused` one only: tens of thousands of points would take longer than the rest of the output.
 */
export function chartConfiguration(
  data: TokenChartData,
  theme: Theme,
  focused: number,
): Pick<ChartConfiguration<"line", TokenPoints, string>, "type" | "data"> & {
  options: ChartOptions<"line">;
} {
  return { type: "line", data: { datasets: datasets(data, focused) }, options: options(data, theme) };
}

function datasets({ series, count }: TokenChartData, focused: number) {
  const isBars = tokensPerBar(count) > 1;
  const spread = count <= 80 ? 0.25 : 0;
  const middle = (series.length - 1) / 2;
  const radius = isBars ? 6 : count <= 12 ? 4.2 : count <= 24 ? 3.2 : 2.4;
  const points = (values: Float64Array, shift: number) => {
    if (!isBars) return Array.from(values, (y, token) => ({ x: token + shift, y }));
    return focused < 0 ? [] : [{ x: focused, y: values[focused] ?? Number.NaN }];
  };
  return series.map(({ words, values, mark, color }, index) => ({
    label: words,
    data: points(values, (index - middle) * spread),
    showLine: false,
    pointStyle: pointStyles[mark],
    pointRadius: pointWeights[mark] * radius,
    pointHoverRadius: 7,
    pointHitRadius: 0,
    // Many marks lie on each other: the later stages, which vary less, stay visible in front.
    order: -index,
    pointBackgroundColor: color,
    pointBorderWidth: 0,
  }));
}

function options(data: TokenChartData, theme: Theme): ChartOptions<"line"> {
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    parsing: false,
    normalized: true,
    interaction: { mode: "index", axis: "x", intersect: false },
    layout: { padding: { top: data.outliers.length > 0 ? 12 : 6, right: 8, bottom: 8 } },
    scales: { x: tokenScale(data, theme), y: valueScale(data, theme) },
    plugins: { legend: { display: false }, tooltip: tooltip(data, theme) },
  };
}

const tickStyle = (theme: Theme) => ({ color: theme.muted, font: { size: 11 } });

function tokenScale({ count, tokens }: TokenChartData, theme: Theme) {
  const every = Math.max(1, Math.ceil(count / 200));
  return {
    type: "linear" as const,
    min: -0.5,
    max: Math.max(0.5, count - 0.5),
    grid: { display: false },
    border: { color: theme.line },
    ticks: {
      ...tickStyle(theme),
      autoSkip: true,
      autoSkipPadding: 6,
      maxRotation: 50,
      callback: (value: string | number) =>
        Number.isInteger(value) ? tokenName(tokens, Number(value), 10) : "",
    },
    // Ticks at the tokens themselves, not at the half steps of the edges.
    afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
      axis.ticks = Array.from({ length: Math.ceil(count / every) }, (_, index) => ({ value: index * every }));
    },
  };
}

/** Room for what is drawn beside the points: bars and the dashed line; and for zero, from which a linear scale starts. */
function room({ series, count, logarithmic, pooled }: TokenChartData) {
  const drawn = tokensPerBar(count) > 1 ? series.map(({ values }) => values) : [];
  const isFit = (value: number) => Number.isFinite(value) && (!logarithmic || value > 0);
  let [low, high] = [Infinity, -Infinity];
  for (const values of [...drawn, pooled === null ? [] : [pooled.value * 1.1]])
    for (const value of values) if (isFit(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (logarithmic) return low > high ? {} : { suggestedMin: low, suggestedMax: high };
  return { suggestedMin: Math.min(0, low), suggestedMax: Math.max(0, high) };
}

function valueScale(data: TokenChartData, theme: Theme) {
  return {
    type: data.logarithmic ? ("logarithmic" as const) : ("linear" as const),
    ...room(data),
    border: { display: false },
    grid: { color: theme.grid },
    ticks: {
      ...tickStyle(theme),
      maxTicksLimit: 6,
      callback: (value: string | number) => formatTick(Number(value)),
    },
  };
}

interface Item {
  readonly datasetIndex: number;
  readonly parsed: { readonly x: number | null };
}

/** Stages of a token stand side by side around it. */
const tokenOf = (item: Item | undefined) => Math.round(item?.parsed.x ?? 0);

function tooltip(data: TokenChartData, theme: Theme) {
  return {
    animation: false as const,
    backgroundColor: theme.text,
    titleColor: theme.background,
    bodyColor: theme.background,
    usePointStyle: true,
    boxPadding: 4,
    itemSort: (a: { datasetIndex: number }, b: { datasetIndex: number }) => a.datasetIndex - b.datasetIndex,
    callbacks: {
      title: (items: Item[]) => tokenWords(data, tokenOf(items[0])),
      label: (item: Item) => valueWords(data, item.datasetIndex, tokenOf(item)),
    },
  };
}

/** `token 3 "cat"`. */
export function tokenWords({ tokens }: TokenChartData, token: number): string {
  return tokens[token] === undefined ? `token ${token}` : `token ${token} "${tokenName(tokens, token, 30)}"`;
}

/** `before: 812.25 in channel 138`. */
function valueWords({ series }: TokenChartData, which: number, token: number): string {
  const { words, values, channels } = series[which]!;
  const channel = channels?.[token];
  const place = channel === undefined ? "" : ` in channel ${channel}`;
  return `${words}: ${exactNumber(values[token] ?? Number.NaN)}${place}`;
}

/** A token with all its values, to be spoken. */
export function readAloud(data: TokenChartData, token: number): string {
  const values = data.series.map((_, which) => valueWords(data, which, token));
  return `${tokenWords(data, token)}: ${values.join(", ")}`;
}

/** What the chart shows, for those who do not see it. */
export function chartSummary({ title, count, series, pooled }: TokenChartData): string {
  const words = series.map((one) => one.words).join(", ");
  const line = pooled === null ? "" : ` Dashed line: ${pooled.words}.`;
  return `${title} of ${count} tokens: ${words}.${line} Arrow keys read the values.`;
}
