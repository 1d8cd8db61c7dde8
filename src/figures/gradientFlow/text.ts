import type { GradientFlowPayload, GradientFlowSeries } from "../../protocol/outputs/gradientFlow.ts";
import { formatNumber, plural } from "../format.ts";
import { plainTable, shownRows } from "../plainTable.ts";

/** The last layer's gradient against depth, or the gradient of every layer of one model. */
export function gradientFlowText(payload: GradientFlowPayload): string {
  const { series, byDepth, notes } = payload;
  const parts = byDepth.length > 0 ? [depthText(payload)] : series.map(seriesText);
  return [...parts, ...notes].join("\n\n");
}

export const depthTitle = "Gradient of the last layer's last weight matrix against depth";

function depthText({ byDepth }: GradientFlowPayload): string {
  const depths = [...new Set(byDepth.flatMap((line) => line.depths))].sort((a, b) => a - b);
  const rows = depths.map((depth) => [
    plural(depth, "block"),
    ...byDepth.map((line) => formatNumber(line.gradients[line.depths.indexOf(depth)] ?? null)),
  ]);
  return [depthTitle, plainTable(["depth", ...byDepth.map(({ label }) => label)], rows)].join("\n");
}

export function seriesTitle({ label, loss }: GradientFlowSeries): string {
  return `Gradient at each layer of ${label}, loss ${formatNumber(loss)}`;
}

function seriesText(series: GradientFlowSeries): string {
  const rows = shownRows(series.layers.length, 40).map((row) => {
    if (row === null) return ["…"];
    const { name, gradient, rms, mark } = series.layers[row]!;
    return [name, formatNumber(gradient), formatNumber(rms), mark === "normal" ? "" : mark];
  });
  return [seriesTitle(series), plainTable(["layer", "norm", "RMS", ""], rows)].join("\n");
}
