import type { GradientFlowPayload, GradientFlowSeries } from "../../protocol/outputs/gradientFlow.ts";
import { clip, plural } from "../format.ts";
import { lineChart } from "../lineChart/lineChart.ts";
import { document, innerWidth, legend, noteBlocks, paragraph, usualWidth, type Block } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import type { Theme } from "../theme.ts";
import { depthTitle, seriesTitle } from "./text.ts";

const mostSeries = 4;

/** Several models: one line per family over depth. One model: its layers in order. */
export function gradientFlowFigure(
  payload: GradientFlowPayload,
  theme: Theme,
  width = usualWidth,
): SvgElement {
  const inner = innerWidth(width);
  const { series, byDepth, notes } = payload;
  const isByDepth = byDepth.length > 0;
  const title = isByDepth ? depthTitle : "Gradient at each layer";
  const subtitle = isByDepth
    ? plural(series.length, "model")
    : (series[0] && seriesTitle(series[0])) || "No model.";
  const blocks = isByDepth ? depthBlocks(payload, inner, theme) : seriesBlocks(payload, inner, theme);
  return document(width, theme, { title, subtitle, description: `${title}. ${subtitle}.` }, [
    ...blocks,
    ...noteBlocks(notes, inner, theme),
  ]);
}

/** The models whose layers are drawn, one chart each. */
export function drawnSeries({ series }: GradientFlowPayload): GradientFlowSeries[] {
  return series.filter(({ layers }) => layers.length > 0).slice(0, mostSeries);
}

function seriesBlocks(payload: GradientFlowPayload, width: number, theme: Theme): Block[] {
  const drawn = drawnSeries(payload);
  if (drawn.length === 0) return [paragraph("No layer has parameters.", width)];
  const hidden = payload.series.length - drawn.length;
  const more = hidden > 0 ? [paragraph(`${plural(hidden, "more model")} in the table.`, width)] : [];
  return [...drawn.map((one) => layersChart(one, drawn.length > 1, width, theme)), ...more];
}

function depthBlocks({ byDepth }: GradientFlowPayload, width: number, theme: Theme): Block[] {
  const colors = [theme.warning, theme.good, theme.after, theme.pooled];
  const color = (line: number) => colors[line % colors.length]!;
  const depths = [...new Set(byDepth.flatMap((line) => line.depths))].sort((a, b) => a - b);
  const chart = lineChart(
    {
      title: "gradient norm",
      lines: byDepth.map(({ depths: x, gradients }, line) => ({
        x: x.map(Math.log2),
        y: gradients.map((value) => value ?? Number.NaN),
        color: color(line),
        dots: 3.5,
      })),
      xTitle: "depth in blocks (log scale)",
      ticks: depths.map((depth) => ({ at: Math.log2(depth), words: String(depth) })),
    },
    width,
    theme,
  );
  const mark = (fill: string) => el("circle", { cx: 9, cy: 7, r: 4.5, fill });
  return [
    legend(
      byDepth.map(({ label }, line) => ({ mark: mark(color(line)), words: label })),
      width,
      theme,
    ),
    chart,
  ];
}

function layersChart(series: GradientFlowSeries, isNamed: boolean, width: number, theme: Theme): Block {
  const x = series.layers.map((_, at) => at);
  const values = series.layers.map(({ rms }) => rms ?? Number.NaN);
  const marked = values.map((value, at) => (series.layers[at]!.mark === "normal" ? Number.NaN : value));
  return lineChart(
    {
      title: `${isNamed ? `${series.label}: ` : ""}root mean square of the gradient`,
      lines: [
        { x, y: values, color: theme.good, dots: values.length <= 60 ? 3 : undefined },
        { x, y: marked, color: theme.warning, dots: 5.5 },
      ],
      xTitle: "layers in the model's order; vanishing and exploding ones in the warning colour",
      ticks: series.layers.map(({ name }, at) => ({ at, words: clip(name, 18) })),
      logarithmic: true,
    },
    width,
    theme,
  );
}
