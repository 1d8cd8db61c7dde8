import { exactNumber } from "../../src/figures/exactNumber.ts";
import { drawnSeries } from "../../src/figures/gradientFlow/figure.ts";
import { curvePoints } from "../../src/figures/lineChart/lineChart.ts";
import type { GradientFlowPayload } from "../../src/protocol/outputs/gradientFlow.ts";
import type { PictureDetails } from "../pictureView.ts";

const orNaN = (value: number | null | undefined) => exactNumber(value ?? Number.NaN);

export const gradientFlowDetails: PictureDetails<GradientFlowPayload> = {
  title: () => "Gradient flow",
  table: ({ series }) => {
    const rows = series.flatMap(({ label, layers }) => layers.map((layer) => ({ label, ...layer })));
    return {
      caption: "The gradient at each layer: its norm, and its root mean square over the layer's parameters.",
      head: ["model", "layer", "norm", "RMS", "mark"],
      count: rows.length,
      row: (row) => {
        const { label, name, gradient, rms, mark } = rows[row]!;
        return [label, name, orNaN(gradient), orNaN(rms), mark];
      },
    };
  },
  words: (payload, { map, column }) => {
    if (payload.byDepth.length > 0) return depthWords(payload, column);
    const layer = drawnSeries(payload)[map]?.layers[column];
    if (layer === undefined) return "";
    const { name, kind, parameters, gradient, rms, mark } = layer;
    const marked = mark === "normal" ? "" : ` (${mark})`;
    return `${name}, ${kind} of ${parameters} parameters: RMS ${orNaN(rms)}, norm ${orNaN(gradient)}${marked}`;
  },
};

function depthWords({ byDepth }: GradientFlowPayload, point: number): string {
  const depth = curvePoints(byDepth.map(({ depths }) => ({ x: depths.filter((blocks) => blocks > 0) })))[
    point
  ];
  if (depth === undefined) return "";
  const values = byDepth.map(
    ({ label, depths, gradients }) => `${label} ${orNaN(gradients[depths.indexOf(depth)])}`,
  );
  return `${depth} blocks: ${values.join(", ")}`;
}
