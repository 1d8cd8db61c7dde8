import { unpack } from "../../protocol/numbers.ts";
import type { TensorPayload } from "../../protocol/outputs/tensor.ts";
import { colorBar } from "../colorBar.ts";
import { tokenLabel } from "../format.ts";
import { divergingColors } from "../heatColors.ts";
import { decimate, heatCells, matrixOf } from "../heatGrid.ts";
import { document, innerWidth, paragraph, text, usualWidth, type Block } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import { fitText, textWidth } from "../textWidth.ts";
import type { Theme } from "../theme.ts";
import { summaryWords, tensorTitle } from "./text.ts";

const mostOutlines = 64;

/** A matrix as a heat map with row names and outlined rows. */
export function tensorFigure(payload: TensorPayload, theme: Theme, width = usualWidth): SvgElement {
  const inner = innerWidth(width);
  const title = tensorTitle(payload);
  const words = {
    title,
    subtitle: summaryWords(payload),
    description: `${title}. ${summaryWords(payload)}.`,
  };
  const [rows = 0, columns = 0] = payload.values.shape;
  if (rows * columns === 0) return document(width, theme, words, [paragraph("No elements.", inner, {})]);
  return document(width, theme, words, [heatBlock(payload, inner, theme)]);
}

function heatBlock(payload: TensorPayload, inner: number, theme: Theme): Block {
  const [rows = 0, columns = 0] = payload.values.shape;
  const values = unpack(payload.values);
  const colors = divergingColors(values, theme);
  const { matrix, rowStep, columnStep } = decimate(matrixOf(values, rows, columns), {
    rows: 128,
    columns: 128,
  });
  const labels = Array.from({ length: matrix.rows }, (_, row) =>
    fitText(rowName(payload, row * rowStep), Math.min(130, inner / 3 - 10), 11),
  );
  const labelWidth = Math.min(140, inner / 3, 10 + Math.max(...labels.map((label) => textWidth(label, 11))));
  const cell = {
    width: Math.min(28, (inner - labelWidth) / matrix.columns),
    height: Math.max(3, Math.min(22, 420 / matrix.rows)),
  };
  const grid = { width: cell.width * matrix.columns, height: cell.height * matrix.rows };
  const outlines = payload.outlinedRows
    .filter((row) => row < rows)
    .slice(0, mostOutlines)
    .map((row) => outline(Math.floor(row / rowStep), grid.width, cell.height, theme));
  const note = columnStep > 1 || rowStep > 1 ? "each cell: the largest |value| of its block" : "";
  const bar = colorBar(colors, theme, note, inner - labelWidth);
  const element = el(
    "g",
    {},
    text(labelWidth, 11, `${payload.columnAxis || "column"} →`, { size: 11, fill: theme.muted }),
    el(
      "g",
      { transform: `translate(${labelWidth} 18)` },
      heatCells(matrix, colors, cell, { rowStep, columnStep }),
      el("rect", {
        width: grid.width,
        height: grid.height,
        fill: "none",
        stroke: theme.line,
        "stroke-width": 0.75,
      }),
      ...rowLabels(labels, cell.height, theme),
      ...outlines,
    ),
    el("g", { transform: `translate(${labelWidth} ${grid.height + 30})` }, bar.element),
  );
  return { element, width: inner, height: grid.height + 36 + bar.height };
}

function rowName(payload: TensorPayload, row: number): string {
  const label = payload.rowLabels[row];
  return label === undefined ? `${payload.rowAxis} ${row * payload.rowStep}`.trim() : tokenLabel(label, 18);
}

function rowLabels(labels: readonly string[], cellHeight: number, theme: Theme): SvgElement[] {
  const every = Math.ceil(13 / cellHeight);
  return labels.flatMap((label, row) =>
    row % every === 0
      ? [text(-8, (row + 0.5) * cellHeight + 4, label, { size: 11, fill: theme.muted, anchor: "end" })]
      : [],
  );
}

function outline(row: number, width: number, height: number, theme: Theme): SvgElement {
  return el("rect", {
    x: -1.5,
    y: row * height - 1.5,
    width: width + 3,
    height: height + 3,
    fill: "none",
    stroke: theme.warning,
    "stroke-width": 2.5,
    rx: 2,
  });
}
