import type { Chart, Plugin } from "chart.js";
import type { Theme } from "../../src/figures/theme.ts";
import type { TokenChartData } from "./tokenChartData.ts";

/** More tokens than this are drawn as bars, each the range (smallest to largest) of neighbours. */
export const mostMarks = 600;
const bars = 200;

/** How many neighbouring tokens one bar stands for; 1 where each token has its own mark. */
export function tokensPerBar(count: number): number {
  return count <= mostMarks ? 1 : Math.ceil(count / bars);
}

type Draw = (chart: Chart, data: TokenChartData, theme: Theme) => void;

/** What a chart draws beside the marks of its tokens: ranges, the pooled statistic, outliers. */
export function chartMarks(now: () => { data: TokenChartData; theme: Theme }): Plugin<"line"> {
  const each =
    (...draws: Draw[]) =>
    (chart: Chart) => {
      const { data, theme } = now();
      const { left, right, top, bottom } = chart.chartArea;
      chart.ctx.save();
      chart.ctx.beginPath();
      chart.ctx.rect(left, top - 8, right - left, bottom - top + 8);
      chart.ctx.clip();
      for (const draw of draws) draw(chart, data, theme);
      chart.ctx.restore();
    };
  return {
    id: "tokenMarks",
    beforeDatasetsDraw: each(drawRanges),
    afterDatasetsDraw: each(drawPooled, drawOutliers),
  };
}

const drawRanges: Draw = (chart, { series, count }) => {
  const per = tokensPerBar(count);
  if (per === 1) return;
  const { ctx, scales } = chart;
  ctx.lineWidth = 1.6;
  for (const { values, color } of series) {
    ctx.strokeStyle = `${color}d9`;
    ctx.beginPath();
    for (let start = 0; start < values.length; start += per) {
      const range = rangeOf(values, start, per);
      if (range === null) continue;
      const x = scales["x"]!.getPixelForValue(start + (Math.min(per, values.length - start) - 1) / 2);
      const [low, high] = range.map((value) => scales["y"]!.getPixelForValue(value));
      ctx.moveTo(x, Math.max(low!, high! + 1.5));
      ctx.lineTo(x, high!);
    }
    ctx.stroke();
  }
};

/** Smallest and largest finite value of some neighbours; null where there is none. */
export function rangeOf(values: ArrayLike<number>, start: number, count: number): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (let at = start; at < Math.min(values.length, start + count); at++) {
    const value = values[at]!;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? null : [low, high];
}

const drawPooled: Draw = (chart, { pooled }, theme) => {
  if (pooled === null || !Number.isFinite(pooled.value)) return;
  const y = chart.scales["y"]!.getPixelForValue(pooled.value);
  const { left, right, top, bottom } = chart.chartArea;
  if (!(y >= top && y <= bottom)) return;
  const { ctx } = chart;
  ctx.strokeStyle = theme.pooled;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([6, 4]);
  ctx.beginPath();
  ctx.moveTo(left, y);
  ctx.lineTo(right, y);
  ctx.stroke();
  ctx.setLineDash([]);
};

const drawOutliers: Draw = (chart, { outliers }, theme) => {
  chart.ctx.fillStyle = theme.warning;
  for (const token of outliers) {
    const x = chart.scales["x"]!.getPixelForValue(token);
    const y = chart.chartArea.top + 2;
    chart.ctx.beginPath();
    chart.ctx.moveTo(x, y);
    chart.ctx.lineTo(x - 5, y - 9);
    chart.ctx.lineTo(x + 5, y - 9);
    chart.ctx.fill();
  }
};
