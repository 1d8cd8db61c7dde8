import { unpack } from "../../src/protocol/numbers.ts";
import type { TokenStatsLayer } from "../../src/protocol/outputs/tokenStats.ts";
import { formatNumber } from "../../src/figures/format.ts";
import { divergingColors } from "../../src/figures/heatColors.ts";
import { decimate, heatCells, matrixOf } from "../../src/figures/heatGrid.ts";
import { text, type Block } from "../../src/figures/picture.ts";
import { extent } from "../../src/figures/scales.ts";
import { el } from "../../src/figures/svg.ts";
import type { Theme } from "../../src/figures/theme.ts";

const left = 60;
const rowHeight = 22;

/** Scale and shift as two strips of length C, drawn once: all tokens share them. */
export function vectorStrip(layer: TokenStatsLayer, width: number, theme: Theme): Block | null {
  const vectors = [
    { name: "scale", packed: layer.scale },
    { name: "shift", packed: layer.shift },
  ].flatMap(({ name, packed }) => (packed === null ? [] : [{ name, values: unpack(packed) }]));
  if (vectors.length === 0) return null;
  const rows = vectors.map(({ name, values }, index) => {
    const { matrix } = decimate(matrixOf(values, 1, values.length), { rows: 1, columns: 256 });
    const cell = { width: (width - left - 190) / matrix.columns, height: 14 };
    const range = extent(values);
    const words = range === null ? "" : `${formatNumber(range[0], 3)} to ${formatNumber(range[1], 3)}`;
    return el(
      "g",
      { transform: `translate(0 ${index * rowHeight})` },
      text(left - 8, 11, name, { size: 11.5, anchor: "end" }),
      el("g", { transform: `translate(${left} 0)` }, heatCells(matrix, divergingColors(values, theme), cell)),
      text(width - 180, 11, words, { size: 11, fill: theme.muted }),
    );
  });
  return { element: el("g", {}, ...rows), width, height: vectors.length * rowHeight };
}

/** Which lengths the vectors have, in words. */
export function vectorWords(layer: TokenStatsLayer): string {
  const length = layer.scale?.shape.at(-1) ?? layer.shift?.shape.at(-1);
  if (length === undefined) return "No scale and no shift: this layer only normalises.";
  const both = layer.scale !== null && layer.shift !== null ? "Scale and shift: vectors" : "A vector";
  return `${both} of length C = ${length}, shared by all tokens.`;
}
