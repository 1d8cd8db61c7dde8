import { unpack, type PackedArray } from "../../protocol/numbers.ts";
import type { ComparedNorm, CompareNormsPayload } from "../../protocol/outputs/compareNorms.ts";
import { axisWords } from "../axisWords.ts";
import { formatNumber, formatShape, plural, tokenName } from "../format.ts";
import { divergingColors } from "../heatColors.ts";
import { decimate, heatCells, matrixOf } from "../heatGrid.ts";
import { document, noteBlocks, paragraph, text, type Block } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import type { Theme } from "../theme.ts";
import { signMark } from "../verdict.ts";
import { cube } from "./cube.ts";

const width = 780;
const inner = width - 40;
const mostTokens = 12;
const mostNorms = 12;
const rowHeight = 15;
const heatWidth = 210;
const heatLeft = 238;
const columns = [
  { words: "mean", x: 520 },
  { words: "variance", x: 596 },
  { words: "moved by", x: 690 },
];

interface Row {
  readonly values: PackedArray;
  readonly mean: PackedArray;
  readonly variance: PackedArray;
  readonly change: PackedArray | null;
}

/** LayerNorm, RMSNorm and the mistakes on the same x: what each pools, what it gives, and what the last token moves. */
export function compareNormsFigure(payload: CompareNormsPayload, theme: Theme): SvgElement {
  const words = {
    title: `One x ${formatShape(payload.shape)}, ${plural(payload.norms.length, "normalisation")}`,
    subtitle: `Filled cells share one mean and variance. "moved by": how far a token of the first sequence moves when the last token is replaced; 0 means that not one bit moved.`,
    description: payload.norms
      .slice(0, mostNorms)
      .map((norm) => `${norm.name}: ${axisWords(norm)}.`)
      .join(" "),
  };
  const shown = payload.norms.slice(0, mostNorms);
  const hidden = payload.norms.length - shown.length;
  return document(width, theme, words, [
    inputBlock(payload, theme),
    ...shown.map((norm) => normBlock(norm, payload, theme)),
    ...(hidden > 0 ? [paragraph(`${plural(hidden, "more normalisation")} in the table.`, inner)] : []),
    ...noteBlocks(payload.notes, inner, theme),
  ]);
}

function inputBlock(payload: CompareNormsPayload, theme: Theme): Block {
  const rows = rowsBlock({ values: payload.input, ...payload.before, change: null }, payload, theme);
  const element = el(
    "g",
    {},
    text(0, 13, "x, as it is", { size: 13, weight: 600 }),
    el("g", { transform: "translate(0 22)" }, rows.element),
  );
  return { element, width: inner, height: 22 + rows.height };
}

function normBlock(norm: ComparedNorm, payload: CompareNormsPayload, theme: Theme): Block {
  const color = norm.correct ? theme.good : theme.warning;
  const rows = rowsBlock({ ...norm, values: norm.output }, payload, theme);
  const block = cube(norm, theme);
  const words = paragraph(norm.explanation, inner, { size: 12, fill: theme.muted });
  const body = Math.max(rows.height, block.height);
  const element = el(
    "g",
    {},
    el("line", { x1: 0, x2: inner, y1: 0, y2: 0, stroke: theme.grid }),
    signMark(norm.correct ? "check" : "cross", 9, 21, color, theme.background),
    text(26, 26, norm.name, { size: 14, weight: 600 }),
    text(inner, 26, `${axisWords(norm)} · ${plural(norm.statistics, "statistic")} in all`, {
      size: 12,
      fill: color,
      anchor: "end",
    }),
    el("g", { transform: "translate(0 36)" }, words.element),
    el("g", { transform: `translate(0 ${44 + words.height})` }, block.element, rows.element),
  );
  return { element, width: inner, height: 44 + words.height + body };
}

/** Token names, their values as a heat map, and their numbers. */
function rowsBlock(row: Row, payload: CompareNormsPayload, theme: Theme): Block {
  const [tokens = 0, channels = 0] = row.values.shape;
  const shown = Math.min(tokens, mostTokens);
  if (shown * channels === 0) return paragraph("No elements.", inner);
  const values = unpack(row.values).subarray(0, shown * channels);
  const { matrix, rowStep, columnStep } = decimate(matrixOf(values, shown, channels), {
    rows: shown,
    columns: 64,
  });
  const cell = { width: heatWidth / matrix.columns, height: rowHeight };
  const heat = heatCells(matrix, divergingColors(values, theme), cell, { rowStep, columnStep });
  const muted = { size: 11, fill: theme.muted };
  const heads = columns
    .slice(0, row.change === null ? 2 : 3)
    .map(({ words, x }) => text(x, 10, words, { ...muted, anchor: "end" }));
  const names = Array.from({ length: shown }, (_, token) =>
    text(heatLeft - 8, 16 + (token + 0.5) * rowHeight + 4, tokenName(payload.tokens, token, 9), {
      ...muted,
      anchor: "end",
    }),
  );
  const hidden = (payload.shape.at(-2) ?? 0) - shown;
  const element = el(
    "g",
    {},
    ...heads,
    ...names,
    el(
      "g",
      { transform: `translate(${heatLeft} 16)` },
      heat,
      el("rect", {
        width: heatWidth,
        height: shown * rowHeight,
        fill: "none",
        stroke: theme.line,
        "stroke-width": 0.75,
      }),
    ),
    ...numbers(row, shown, theme),
    ...(hidden > 0
      ? [text(heatLeft, 16 + shown * rowHeight + 14, `and ${plural(hidden, "more token")}`, muted)]
      : []),
  );
  return { element, width: inner, height: 16 + shown * rowHeight + (hidden > 0 ? 20 : 4) };
}

function numbers(row: Row, shown: number, theme: Theme): SvgElement[] {
  return [row.mean, row.variance, row.change].flatMap((packed, column) => {
    if (packed === null) return [];
    const values = unpack(packed);
    return Array.from({ length: shown }, (_, token) => {
      const value = values[token] ?? Number.NaN;
      // A mean of 1e-17 is rounding, and the reader looks for 0.
      const words = column === 0 && Math.abs(value) < 1e-6 ? "0.000" : formatNumber(value, 3);
      const isMoved = column === 2 && value !== 0 && token !== values.length - 1;
      const style = {
        size: 11.5,
        anchor: "end" as const,
        ...(isMoved ? { fill: theme.warning, weight: 600 } : {}),
      };
      return text(columns[column]!.x, 16 + (token + 0.5) * rowHeight + 4, words, style);
    });
  });
}
