import { formatNumber } from "./format.ts";
import type { HeatColors } from "./heatColors.ts";
import { text } from "./picture.ts";
import { el, type SvgElement } from "./svg.ts";
import type { Theme } from "./theme.ts";

const width = 180;

/** The legend of a heat map: a bar of its colours with the values at both ends, and a note beside it. */
export function colorBar(colors: HeatColors, theme: Theme, note: string): SvgElement {
  const step = width / colors.ramp.length;
  const cells = colors.ramp.map((fill, index) =>
    el("rect", { x: index * step, width: step + 0.3, height: 9, fill }),
  );
  const style = { size: 10.5, fill: theme.muted };
  return el(
    "g",
    {},
    ...cells,
    text(0, 23, formatNumber(colors.low, 3), style),
    ...(colors.low < 0 ? [text(width / 2, 23, "0", { ...style, anchor: "middle" })] : []),
    text(width, 23, formatNumber(colors.high, 3), { ...style, anchor: "end" }),
    text(width + 12, 9, note, style),
  );
}
