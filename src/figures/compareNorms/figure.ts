import { unpack, type PackedArray } from "../../protocol/numbers.ts";
import type { ComparedNorm, CompareNormsPayload } from "../../protocol/outputs/compareNorms.ts";
import { axisWords } from "../axisWords.ts";
import { formatNumber, formatShape, plural, tokenName } from "../format.ts";
import { divergingColors } from "../heatColors.ts";
import { decimate, heatCells, matrixOf } from "../heatGrid.ts";
import {
  document,
  innerWidth,
  noteBlocks,
  paragraph,
  stack,
  text,
  usualWidth,
  type Block,
} from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import { fitText } from "../textWidth.ts";
import type { Theme } from "../theme.ts";
import { signMark } from "../verdict.ts";
import { cube } from "./cube.ts";

const mostTokens = 12;
const mostNorms = 12;
const rowHeight = 15;
const columnWords = ["mean", "variance", "moved by"];

/** Where the heat map and the numbers lie: beside the cube and each other, or below where there is no room. */
interface Layout {
  readonly inner: number;
  readonly isCubeBeside: boolean;
  readonly areNumbersBeside: boolean;
  readonly heatLeft: number;
  readonly heatWidth: number;
  /** Right edges of the numbers. */
  readonly columns: readonly number[];
}

const roomForNumbers = 640;
const roomForCube = 460;

function layoutOf(width: number): Layout {
  const inner = innerWidth(width);
  if (inner >= roomForNumbers) {
    const [heatLeft, heatWidth] = [238, Math.min(210, inner - 490)];
    const columns = [72, 148, 242].map((place) => heatLeft + heatWidth + place);
    return { inner, isCubeBeside: true, areNumbersBeside: true, heatLeft, heatWidth, columns };
  }
  const isCubeBeside = inner >= roomForCube;
  const heatLeft = isCubeBeside ? 238 : 78;
  const heatWidth = Math.min(320, inner - heatLeft - 2);
  const columns = [1, 2, 3].map((part) => heatLeft + (part * heatWidth) / 3);
  return { inner, isCubeBeside, areNumbersBeside: false, heatLeft, heatWidth, columns };
}

interface Row {
  readonly values: PackedArray;
  readonly mean: PackedArray;
  readonly variance: PackedArray;
  readonly change: PackedArray | null;
}

/** LayerNorm, RMSNorm and the mistakes on the same x: what each pools, what it gives, and what the last token moves. */
export function compareNormsFigure(
  payload: CompareNormsPayload,
  theme: Theme,
  width = usualWidth,
): SvgElement {
  const layout = layoutOf(width);
  const { inner } = layout;
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
    inputBlock(payload, layout, theme),
    ...shown.map((norm) => normBlock(norm, payload, layout, theme)),
    ...(hidden > 0 ? [paragraph(`${plural(hidden, "more normalisation")} in the table.`, inner)] : []),
    ...noteBlocks(payload.notes, inner, theme),
  ]);
}

function inputBlock(payload: CompareNormsPayload, layout: Layout, theme: Theme): Block {
  const rows = rowsBlock({ values: payload.input, ...payload.before, change: null }, payload, layout, theme);
  return stack([paragraph("x, as it is", layout.inner, { size: 13, weight: 600 }), rows], 4, { x: 0, y: 0 });
}

function normBlock(norm: ComparedNorm, payload: CompareNormsPayload, layout: Layout, theme: Theme): Block {
  const { inner, isCubeBeside } = layout;
  const rows = rowsBlock({ ...norm, values: norm.output }, payload, layout, theme);
  const block = cube(norm, theme);
  const body = isCubeBeside
    ? {
        element: el("g", {}, block.element, rows.element),
        width: inner,
        height: Math.max(rows.height, block.height),
      }
    : stack([block, rows], 8, { x: 0, y: 0 });
  const words = paragraph(norm.explanation, inner, { size: 12, fill: theme.muted });
  return stack([normHead(norm, layout, theme), words, body], 8, { x: 0, y: 0 });
}

/** The norm's name with its sign, and what it pools beside it, or below where there is no room. */
function normHead(norm: ComparedNorm, { inner, areNumbersBeside: isWide }: Layout, theme: Theme): Block {
  const fill = norm.correct ? theme.good : theme.warning;
  const pools = `${axisWords(norm)} · ${plural(norm.statistics, "statistic")} in all`;
  const below = paragraph(pools, inner, { size: 12, fill });
  const element = el(
    "g",
    {},
    el("line", { x1: 0, x2: inner, y1: 0, y2: 0, stroke: theme.grid }),
    signMark(norm.correct ? "check" : "cross", 9, 21, fill, theme.background),
    text(26, 26, fitText(norm.name, inner - 30, 15), { size: 14, weight: 600 }),
    isWide
      ? text(inner, 26, pools, { size: 12, fill, anchor: "end" })
      : el("g", { transform: "translate(0 36)" }, below.element),
  );
  return { element, width: inner, height: isWide ? 28 : 36 + below.height };
}

/** Token names, their values as a heat map, and their numbers beside it or below. */
function rowsBlock(row: Row, payload: CompareNormsPayload, layout: Layout, theme: Theme): Block {
  const [tokens = 0, channels = 0] = row.values.shape;
  const shown = Math.min(tokens, mostTokens);
  if (shown * channels === 0) return paragraph("No elements.", layout.inner);
  const { areNumbersBeside, inner } = layout;
  const names = nameColumn(payload, shown, layout, theme);
  const numbersTop = areNumbersBeside ? 0 : 20 + shown * rowHeight;
  const hidden = (payload.shape.at(-2) ?? 0) - shown;
  const bottom = numbersTop + 16 + shown * rowHeight;
  const more = text(layout.heatLeft, bottom + 14, `and ${plural(hidden, "more token")}`, {
    size: 11,
    fill: theme.muted,
  });
  const element = el(
    "g",
    {},
    names,
    heat(row.values, shown, layout, theme),
    el(
      "g",
      { transform: `translate(0 ${numbersTop})` },
      ...(areNumbersBeside ? [] : [names]),
      ...numbers(row, shown, layout, theme),
    ),
    ...(hidden > 0 ? [more] : []),
  );
  return { element, width: inner, height: bottom + (hidden > 0 ? 20 : 4) };
}

function nameColumn(
  payload: CompareNormsPayload,
  shown: number,
  { heatLeft }: Layout,
  theme: Theme,
): SvgElement {
  const style = { size: 11, fill: theme.muted, anchor: "end" as const };
  const names = Array.from({ length: shown }, (_, token) =>
    text(heatLeft - 8, 16 + (token + 0.5) * rowHeight + 4, tokenName(payload.tokens, token, 9), style),
  );
  return el("g", {}, ...names);
}

function heat(packed: PackedArray, shown: number, { heatLeft, heatWidth }: Layout, theme: Theme): SvgElement {
  const [, channels = 0] = packed.shape;
  const values = unpack(packed).subarray(0, shown * channels);
  const { matrix, ...steps } = decimate(matrixOf(values, shown, channels), { rows: shown, columns: 64 });
  const cell = { width: heatWidth / matrix.columns, height: rowHeight };
  const frame = { width: heatWidth, height: shown * rowHeight, fill: "none", stroke: theme.line };
  return el(
    "g",
    { transform: `translate(${heatLeft} 16)` },
    heatCells(matrix, divergingColors(values, theme), cell, steps),
    el("rect", { ...frame, "stroke-width": 0.75 }),
  );
}

function numbers(row: Row, shown: number, { columns }: Layout, theme: Theme): SvgElement[] {
  return [row.mean, row.variance, row.change].flatMap((packed, column) => {
    if (packed === null) return [];
    const right = columns[column]!;
    const values = unpack(packed);
    const head = text(right, 10, columnWords[column]!, { size: 11, fill: theme.muted, anchor: "end" });
    const cells = Array.from({ length: shown }, (_, token) => {
      const value = values[token] ?? Number.NaN;
      // A mean of 1e-17 is rounding, and the reader looks for 0.
      const words = column === 0 && Math.abs(value) < 1e-6 ? "0.000" : formatNumber(value, 3);
      const isMoved = column === 2 && value !== 0 && token !== values.length - 1;
      const color = isMoved ? { fill: theme.warning, weight: 600 } : {};
      return text(right, 16 + (token + 0.5) * rowHeight + 4, words, { size: 11.5, anchor: "end", ...color });
    });
    return [head, ...cells];
  });
}
