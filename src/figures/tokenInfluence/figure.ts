import type { TokenInfluencePayload } from "../../protocol/outputs/tokenInfluence.ts";
import { formatCount, formatNumber, plural, tokenName } from "../format.ts";
import { magnitudeColors, type HeatColors } from "../heatColors.ts";
import { heatCells, valuesOf } from "../heatGrid.ts";
import { document, noteBlocks, paragraph, text, type Block } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import { textWidth } from "../textWidth.ts";
import type { Theme } from "../theme.ts";
import { tokenAxis } from "../tokenAxis.ts";
import { influenceTokenCount } from "../tokenCount.ts";
import { verdictBand } from "../verdict.ts";
import { boundaryPath, influenceGrid, type InfluenceGrid } from "./grid.ts";
import { leakWords } from "./text.ts";

const width = 780;
const inner = width - 40;
const mapSide = 400;
const mostLeaks = 6;

/** Which input token moves which output token: a heat map with the verdict in words. */
export function tokenInfluenceFigure(payload: TokenInfluencePayload, theme: Theme, most = 96): SvgElement {
  const words = {
    title: `Token influence of ${payload.model}`,
    subtitle: `How far each output token moves when one input token is replaced · ${plural(influenceTokenCount(payload), "token")} · ${plural(payload.runs, "run")}`,
    description: payload.message,
  };
  const further = payload.further.map(({ title, verdict, message }) =>
    verdictBand(verdict, `${title}: ${message}`, inner, theme),
  );
  return document(width, theme, words, [
    verdictBand(payload.verdict, payload.message, inner, theme),
    ...(payload.outputs.length * payload.inputs.length === 0
      ? [paragraph("No pair of tokens was measured.", inner)]
      : [mapBlock(payload, influenceGrid(payload, most), theme)]),
    ...further,
    ...noteBlocks(payload.notes, inner, theme),
  ]);
}

/** Where the map lies in its block. */
interface MapLayout {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
}

function mapLayout(payload: TokenInfluencePayload, grid: InfluenceGrid): MapLayout {
  const names = payload.outputs.map((output) => tokenName(payload.tokens, output, 12));
  const left = 22 + Math.min(110, Math.max(...names.map((name) => textWidth(name, 11))) + 8);
  const cell = Math.min(34, mapSide / Math.max(grid.matrix.rows, grid.matrix.columns));
  return { left, top: 4, cell };
}

function mapBlock(payload: TokenInfluencePayload, grid: InfluenceGrid, theme: Theme): Block {
  const colors = magnitudeColors(valuesOf(grid.matrix), theme);
  const { left, top, cell } = mapLayout(payload, grid);
  const size = { width: cell * grid.matrix.columns, height: cell * grid.matrix.rows };
  const places = Array.from({ length: grid.matrix.columns }, (_, column) => ({
    index: payload.inputs[column * grid.columnStep]!,
    x: (column + 0.5) * cell,
  }));
  const inputs = tokenAxis(payload.tokens, places, theme);
  const map = el(
    "g",
    { transform: `translate(${left} ${top})` },
    heatCells(grid.matrix, colors, { width: cell, height: cell }, grid),
    el("rect", { ...size, fill: "none", stroke: theme.line, "stroke-width": 0.75 }),
    el("path", {
      d: scaled(boundaryPath(grid), cell),
      fill: "none",
      stroke: theme.text,
      "stroke-width": 1.5,
    }),
    leakOutlines(grid, cell, theme),
    ...outputNames(payload, grid, cell, theme),
    el("g", { transform: `translate(0 ${size.height + 2})` }, inputs.element),
    text(size.width / 2, size.height + inputs.height + 16, "input token that is replaced", {
      size: 11,
      fill: theme.muted,
      anchor: "middle",
    }),
    el(
      "text",
      {
        transform: `translate(${8 - left} ${size.height / 2}) rotate(-90)`,
        "font-size": 11,
        fill: theme.muted,
        "text-anchor": "middle",
      },
      "output token that moves",
    ),
  );
  const side = sideBlock(payload, grid, colors, inner - left - size.width - 32, theme);
  const element = el(
    "g",
    {},
    map,
    el("g", { transform: `translate(${left + size.width + 32} ${top})` }, side.element),
  );
  return { element, width: inner, height: Math.max(top + size.height + inputs.height + 22, side.height) };
}

/** A path in cells as a path in pixels (scaling the element would scale its stroke too). */
function scaled(path: string, cell: number): string {
  return path.replace(/[\d.]+/g, (number) => String(Math.round(Number(number) * cell * 100) / 100));
}

function leakOutlines(grid: InfluenceGrid, cell: number, theme: Theme): SvgElement {
  const inset = Math.min(1.5, cell / 6);
  const side = cell - 2 * inset;
  const outlines: string[] = [];
  for (let row = 0; row < grid.matrix.rows; row++)
    for (let column = 0; column < grid.matrix.columns; column++)
      if (grid.leaks(row, column))
        outlines.push(
          `M${(column * cell + inset).toFixed(1)} ${(row * cell + inset).toFixed(1)}h${side.toFixed(1)}v${side.toFixed(1)}h-${side.toFixed(1)}z`,
        );
  return el("path", {
    d: outlines.join(""),
    fill: "none",
    stroke: theme.warning,
    "stroke-width": Math.min(2, cell / 5),
  });
}

function outputNames(
  payload: TokenInfluencePayload,
  grid: InfluenceGrid,
  cell: number,
  theme: Theme,
): SvgElement[] {
  const every = Math.ceil(13 / cell);
  return Array.from({ length: grid.matrix.rows }, (_, row) => row)
    .filter((row) => row % every === 0)
    .map((row) => {
      const name = tokenName(payload.tokens, payload.outputs[row * grid.rowStep]!, 12);
      return text(-7, (row + 0.5) * cell + 4, name, { size: 11, fill: theme.muted, anchor: "end" });
    });
}

function sideBlock(
  payload: TokenInfluencePayload,
  grid: InfluenceGrid,
  colors: HeatColors,
  wide: number,
  theme: Theme,
): Block {
  const legend = legendBlock(payload, grid, colors, theme);
  const shown = payload.leaks.slice(0, mostLeaks);
  const blocks = shown.map((leak) =>
    paragraph(leakWords(leak, payload.tokens), wide, { size: 12, fill: theme.warning }),
  );
  const hidden = payload.leaks.length - shown.length;
  if (hidden > 0) blocks.push(paragraph(`and ${plural(hidden, "more pair")}`, wide, { fill: theme.muted }));
  let y = legend.height + 10;
  const placed = blocks.map((block) => {
    const element = el("g", { transform: `translate(0 ${y})` }, block.element);
    y += block.height + 6;
    return element;
  });
  return { element: el("g", {}, legend.element, ...placed), width: wide, height: y };
}

const allowedWords = {
  none: "each token may read itself only",
  causal: "causal: a token may read itself and earlier ones",
  shifted: "shifted: a token may read earlier ones only",
  full: "every token may read every token",
  custom: "inside the line: pairs that may be read",
} as const;

function legendBlock(
  payload: TokenInfluencePayload,
  grid: InfluenceGrid,
  colors: HeatColors,
  theme: Theme,
): Block {
  const { ramp } = colors;
  const cells = ramp.map((fill, index) =>
    el("rect", { x: (index * 150) / ramp.length, width: 150 / ramp.length + 0.3, height: 10, fill }),
  );
  const muted = { size: 11, fill: theme.muted };
  const row = (y: number, mark: SvgElement, words: string) =>
    el("g", { transform: `translate(0 ${y})` }, mark, text(24, 10, words, muted));
  const swatch = (fill: string, stroke: string, weight = 1) =>
    el("rect", { x: 1, y: 0, width: 14, height: 12, fill, stroke, "stroke-width": weight });
  const line = el("path", { d: "M1 0h7v12h7", fill: "none", stroke: theme.text, "stroke-width": 1.5 });
  const step = Math.max(grid.rowStep, grid.columnStep);
  const rows = [
    row(44, swatch(theme.zero, theme.line), "exactly 0: not one bit moved"),
    row(64, swatch("none", theme.warning, 2), "a leak: reads what it may not"),
    row(84, line, allowedWords[payload.allowed]),
    ...(valuesOf(grid.matrix).some(Number.isNaN)
      ? [row(104, swatch(theme.missing, theme.line), "not measured")]
      : []),
  ];
  const note =
    step > 1
      ? [text(0, 138, `each cell: the largest of ${formatCount(step)} × ${formatCount(step)} pairs`, muted)]
      : [];
  const element = el(
    "g",
    {},
    ...cells,
    text(0, 25, formatNumber(colors.low, 2), muted),
    text(150, 25, formatNumber(colors.high, 2), { ...muted, anchor: "end" }),
    text(75, 25, "log scale", { ...muted, anchor: "middle" }),
    ...rows,
    ...note,
  );
  return { element, width: 150, height: 104 + 24 * (rows.length - 3) + (step > 1 ? 20 : 0) };
}
