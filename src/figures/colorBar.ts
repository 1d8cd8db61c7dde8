import { formatNumber } from "./format.ts";
import type { HeatColors } from "./heatColors.ts";
import { paragraph, text, type Block } from "./picture.ts";
import { el } from "./svg.ts";
import { textWidth } from "./textWidth.ts";
import type { Theme } from "./theme.ts";

const width = 180;

/** The legend of a heat map: a bar of its colours with the values at both ends, and a note beside it, or below where it has no room. */
export function colorBar(colors: HeatColors, theme: Theme, note: string, room: number): Block {
  const step = width / colors.ramp.length;
  const cells = colors.ramp.map((fill, index) =>
    el("rect", { x: index * step, width: step + 0.3, height: 9, fill }),
  );
  const style = { size: 10.5, fill: theme.muted };
  const isBeside = width + 12 + textWidth(note, style.size) <= room;
  const below = paragraph(isBeside ? "" : note, room, style);
  const element = el(
    "g",
    {},
    ...cells,
    text(0, 23, formatNumber(colors.low, 3), style),
    ...(colors.low < 0 ? [text(width / 2, 23, "0", { ...style, anchor: "middle" })] : []),
    text(width, 23, formatNumber(colors.high, 3), { ...style, anchor: "end" }),
    isBeside ? text(width + 12, 9, note, style) : el("g", { transform: "translate(0 28)" }, below.element),
  );
  return { element, width: room, height: isBeside ? 26 : 28 + below.height };
}
