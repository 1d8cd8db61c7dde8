import type { TokenInfluencePayload } from "../../protocol/outputs/tokenInfluence.ts";
import { formatNumber, plural } from "../format.ts";
import type { HeatColors } from "../heatColors.ts";
import { valuesOf } from "../heatGrid.ts";
import { paragraph, stack, text, type Block } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import type { Theme } from "../theme.ts";
import type { InfluenceGrid } from "./grid.ts";
import { leakWords } from "./text.ts";

const mostLeaks = 6;

const allowedWords = {
  none: "each token may read itself only",
  causal: "causal: a token may read itself and earlier ones",
  shifted: "shifted: a token may read earlier ones only",
  full: "every token may read every token",
  custom: "inside the line: pairs that may be read",
} as const;

/** What stands beside the map: what its colours mean, and the largest leaks in words. */
export function influenceLegend(
  payload: TokenInfluencePayload,
  grid: InfluenceGrid,
  colors: HeatColors,
  width: number,
  theme: Theme,
): Block {
  const line = el("path", { d: "M1 1h7v12h7", fill: "none", stroke: theme.text, "stroke-width": 1.5 });
  const step = Math.max(grid.rowStep, grid.columnStep);
  const entries = [
    entry(swatch(theme.zero, theme.line), "exactly 0: not one bit moved", width, theme),
    entry(swatch(theme.diverging[2]!, theme.warning, 2), "a leak: reads what it may not", width, theme),
    entry(line, allowedWords[payload.allowed], width, theme),
  ];
  if (valuesOf(grid.matrix).some(Number.isNaN))
    entries.push(entry(swatch(theme.missing, theme.line), "not measured", width, theme));
  if (step > 1)
    entries.push(
      paragraph(`Each cell is the largest of ${step} × ${step} pairs.`, width, {
        size: 11,
        fill: theme.muted,
      }),
    );
  return stack(
    [bar(colors, theme), stack(entries, 7, origin), stack(leakBlocks(payload, width, theme), 6, origin)],
    14,
    origin,
  );
}

const origin = { x: 0, y: 0 };

function bar({ ramp, low, high }: HeatColors, theme: Theme): Block {
  const muted = { size: 11, fill: theme.muted };
  const cells = ramp.map((fill, index) =>
    el("rect", { x: (index * 150) / ramp.length, width: 150 / ramp.length + 0.3, height: 10, fill }),
  );
  const element = el(
    "g",
    {},
    ...cells,
    text(0, 25, formatNumber(low, 2), muted),
    text(75, 25, "log scale", { ...muted, anchor: "middle" }),
    text(150, 25, formatNumber(high, 2), { ...muted, anchor: "end" }),
  );
  return { element, width: 150, height: 28 };
}

function swatch(fill: string, stroke: string, weight = 1): SvgElement {
  return el("rect", { x: 1, y: 1, width: 14, height: 12, fill, stroke, "stroke-width": weight });
}

function entry(mark: SvgElement, words: string, width: number, theme: Theme): Block {
  const lines = paragraph(words, width - 24, { size: 11, fill: theme.muted });
  const element = el("g", {}, mark, el("g", { transform: "translate(24 0)" }, lines.element));
  return { element, width, height: lines.height };
}

function leakBlocks(payload: TokenInfluencePayload, width: number, theme: Theme): Block[] {
  const shown = payload.leaks.slice(0, mostLeaks);
  const blocks = shown.map((leak) =>
    paragraph(leakWords(leak, payload.tokens), width, { size: 12, fill: theme.warning }),
  );
  const hidden = payload.leaks.length - shown.length;
  if (hidden > 0) blocks.push(paragraph(`and ${plural(hidden, "more pair")}`, width, { fill: theme.muted }));
  return blocks;
}
