import type { TokenStatsPayload } from "../../protocol/outputs/tokenStats.ts";
import { magnitudeColors } from "../heatColors.ts";
import { decimate, heatCells, valuesOf, type Matrix } from "../heatGrid.ts";
import { colorBar } from "../colorBar.ts";
import { text, type Block } from "../picture.ts";
import { el } from "../svg.ts";
import { fitPath } from "../textWidth.ts";
import type { Theme } from "../theme.ts";
import { tokenAxis } from "../tokenAxis.ts";
import { stageValues, type Quantity, type StageName } from "./stages.ts";

export interface LayersMapOptions {
  readonly quantity: Quantity;
  readonly stage: StageName;
  readonly sequence: number;
  readonly width: number;
  /** The most cells across; more tokens are drawn as the largest of neighbours. */
  readonly most: number;
}

/** The room for the layers' names. */
const widestNames = 150;

/** Rows of the map are this high, the first one at the top of the picture. */
const layerRowHeight = 18;

/** |statistic| of every token (across) in every layer (down) of one sequence, on a logarithmic colour scale. */
export function layersMap(payload: TokenStatsPayload, options: LayersMapOptions, theme: Theme): Block {
  const left = Math.min(widestNames, Math.round(options.width * 0.3));
  const rows = payload.layers.map((layer) =>
    stageValues(layer, options.stage, options.quantity, options.sequence),
  );
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const full: Matrix = {
    rows: rows.length,
    columns,
    at: (row, column) => Math.abs(rows[row]![column] ?? Number.NaN),
  };
  const { matrix, columnStep } = decimate(full, { rows: rows.length, columns: options.most });
  const cell = { width: (options.width - left - 4) / Math.max(1, matrix.columns), height: layerRowHeight };
  const colors = magnitudeColors(valuesOf(matrix), theme);
  const names = payload.layers.map((layer, row) =>
    text(left - 8, (row + 0.5) * layerRowHeight + 4, fitPath(layer.name, left - 16, 11), {
      size: 11,
      fill: theme.muted,
      anchor: "end",
    }),
  );
  const places = Array.from({ length: matrix.columns }, (_, column) => ({
    index: column * columnStep,
    x: (column + 0.5) * cell.width,
  }));
  const axis = tokenAxis(payload.tokens[options.sequence] ?? [], places, theme);
  const height = rows.length * layerRowHeight;
  const note = columnStep > 1 ? `each cell: the largest of ${columnStep} tokens` : "log scale";
  const bar = colorBar(colors, theme, note, options.width - left);
  const element = el(
    "g",
    {},
    ...names,
    el(
      "g",
      { transform: `translate(${left} 0)` },
      heatCells(matrix, colors, cell, { rowStep: 1, columnStep }),
    ),
    el("g", { transform: `translate(${left} ${height + 1})` }, axis.element),
    el("g", { transform: `translate(${left} ${height + axis.height + 8})` }, bar.element),
  );
  return { element, width: options.width, height: height + axis.height + bar.height + 12 };
}
