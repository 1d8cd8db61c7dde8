import type { TokenInfluencePayload } from "../../protocol/outputs/tokenInfluence.ts";
import { plural, tokenName } from "../format.ts";
import { signedMagnitudeColors } from "../heatColors.ts";
import { heatCells, valuesOf } from "../heatGrid.ts";
import { document, innerWidth, noteBlocks, paragraph, text, usualWidth, type Block } from "../picture.ts";
import { coordinate, el, type SvgElement } from "../svg.ts";
import { fitText, textWidth } from "../textWidth.ts";
import type { Theme } from "../theme.ts";
import { tokenAxis } from "../tokenAxis.ts";
import { influenceTokenCount } from "../tokenCount.ts";
import { verdictBand } from "../verdict.ts";
import { borderPath, influenceGrid, type InfluenceGrid } from "./grid.ts";
import { influenceLegend } from "./legend.ts";

const mapSide = 400;
const mostCells = 96;
/** Where less is left beside the map, its legend goes below it. */
const leastLegend = 180;
const legendGap = 32;
const mostFurther = 8;

/** Which input token moves which output token: a heat map with the verdict in words. */
export function tokenInfluenceFigure(
  payload: TokenInfluencePayload,
  theme: Theme,
  width = usualWidth,
): SvgElement {
  const inner = innerWidth(width);
  const words = {
    title: `Token influence of ${payload.model}`,
    subtitle: `How far each output token moves when one input token is replaced · ${plural(influenceTokenCount(payload), "token")} · ${plural(payload.runs, "run")}`,
    description: payload.message,
  };
  const further = payload.further
    .slice(0, mostFurther)
    .map(({ title, verdict, message }) => verdictBand(verdict, `${title}: ${message}`, inner, theme));
  return document(width, theme, words, [
    verdictBand(payload.verdict, payload.message, inner, theme),
    ...(payload.outputs.length * payload.inputs.length === 0
      ? [paragraph("No pair of tokens was measured.", inner)]
      : [mapBlock(payload, influenceGrid(payload, mostCells), inner, theme)]),
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

function mapLayout(payload: TokenInfluencePayload, grid: InfluenceGrid, width: number): MapLayout {
  const names = payload.outputs.map((output) => tokenName(payload.tokens, output, 12));
  const left = 22 + Math.min(110, width / 4, Math.max(...names.map((name) => textWidth(name, 11))) + 8);
  const side = Math.min(mapSide, width - left - 2);
  const cell = Math.min(34, side / Math.max(grid.matrix.rows, grid.matrix.columns));
  return { left, top: 4, cell };
}

function mapBlock(payload: TokenInfluencePayload, grid: InfluenceGrid, width: number, theme: Theme): Block {
  const colors = signedMagnitudeColors(valuesOf(grid.matrix), theme);
  const { left, top, cell } = mapLayout(payload, grid, width);
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
      d: scaled(borderPath(grid.matrix, grid.allowed), cell),
      fill: "none",
      stroke: theme.text,
      "stroke-width": 1.5,
    }),
    leakOutlines(grid, cell, theme),
    ...outputNames(payload, grid, { left, top, cell }, theme),
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
  const mapHeight = top + size.height + inputs.height + 22;
  const beside = width - left - size.width - legendGap;
  const isBeside = beside >= leastLegend;
  const words = influenceLegend(payload, grid, colors, isBeside ? beside : width, theme);
  const [x, y] = isBeside ? [left + size.width + legendGap, top] : [0, mapHeight + 10];
  const element = el("g", {}, map, el("g", { transform: `translate(${x} ${y})` }, words.element));
  return { element, width, height: Math.max(mapHeight, y + words.height) };
}

/** A path in cells as a path in pixels (scaling the element would scale its stroke too). */
function scaled(path: string, cell: number): string {
  return path.replace(/[\d.]+/g, (number) => String(Math.round(Number(number) * cell * 100) / 100));
}

/** Each leak in a frame of its own; where cells are too small for that, the frame of the leaks together. */
function leakOutlines(grid: InfluenceGrid, cell: number, theme: Theme): SvgElement {
  const isSmall = cell < 9;
  const path = isSmall ? scaled(borderPath(grid.matrix, grid.leaks), cell) : cellFrames(grid, cell);
  return el("path", { d: path, fill: "none", stroke: theme.warning, "stroke-width": isSmall ? 1.5 : 2 });
}

function cellFrames(grid: InfluenceGrid, cell: number): string {
  const side = coordinate(cell - 3);
  const frames: string[] = [];
  for (let row = 0; row < grid.matrix.rows; row++)
    for (let column = 0; column < grid.matrix.columns; column++)
      if (grid.leaks(row, column))
        frames.push(
          `M${coordinate(column * cell + 1.5)} ${coordinate(row * cell + 1.5)}h${side}v${side}h${-side}z`,
        );
  return frames.join("");
}

function outputNames(
  payload: TokenInfluencePayload,
  grid: InfluenceGrid,
  { left, cell }: MapLayout,
  theme: Theme,
): SvgElement[] {
  const every = Math.ceil(13 / cell);
  return Array.from({ length: grid.matrix.rows }, (_, row) => row)
    .filter((row) => row % every === 0)
    .map((row) => {
      const full = tokenName(payload.tokens, payload.outputs[row * grid.rowStep]!, 12);
      const name = fitText(full, left - 29, 11);
      return text(-7, (row + 0.5) * cell + 4, name, { size: 11, fill: theme.muted, anchor: "end" });
    });
}
