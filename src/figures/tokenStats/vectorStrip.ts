import { unpack } from "../../protocol/numbers.ts";
import type { TokenStatsLayer } from "../../protocol/outputs/tokenStats.ts";
import { formatNumber } from "../format.ts";
import { divergingColors } from "../heatColors.ts";
import { decimate, heatCells, matrixOf } from "../heatGrid.ts";
import { text, type Block } from "../picture.ts";
import { extent } from "../scales.ts";
import { el, type SvgElement } from "../svg.ts";
import type { Theme } from "../theme.ts";
import { outlierPath } from "./panel.ts";

const left = 60;
const right = 190;
const top = 11;
const rowHeight = 22;

/** Scale and shift as two strips of length C, drawn once: all tokens share them. `channels` with outliers are marked. */
export function vectorStrip(
  layer: TokenStatsLayer,
  channels: readonly number[],
  width: number,
  theme: Theme,
): Block | null {
  const vectors = vectorsOf(layer);
  if (vectors.length === 0) return null;
  const head = channels.length === 0 ? 0 : top;
  const strip = width - left - right;
  const length = vectors[0]!.values.length;
  const marks = channels
    .filter((channel) => channel < length)
    .map((channel) =>
      el("path", {
        d: outlierPath(left + ((channel + 0.5) / length) * strip, top - 5),
        fill: theme.warning,
      }),
    );
  const rows = vectors.map((vector, index) =>
    el("g", { transform: `translate(0 ${head + index * rowHeight})` }, ...vectorRow(vector, strip, theme)),
  );
  return { element: el("g", {}, ...rows, ...marks), width, height: head + vectors.length * rowHeight };
}

interface Vector {
  readonly name: string;
  readonly values: Float64Array;
}

function vectorRow({ name, values }: Vector, width: number, theme: Theme): SvgElement[] {
  const { matrix, rowStep, columnStep } = decimate(matrixOf(values, 1, values.length), {
    rows: 1,
    columns: 192,
  });
  const cell = { width: width / Math.max(1, matrix.columns), height: 14 };
  const range = extent(values);
  const words = range === null ? "" : `${formatNumber(range[0], 3)} to ${formatNumber(range[1], 3)}`;
  return [
    text(left - 8, 11, name, { size: 11.5, anchor: "end" }),
    el(
      "g",
      { transform: `translate(${left} 0)` },
      heatCells(matrix, divergingColors(values, theme), cell, { rowStep, columnStep }),
    ),
    text(left + width + 10, 11, words, { size: 11, fill: theme.muted }),
  ];
}

/** The vectors that all tokens share: scale and shift, as far as the layer has them. */
export function vectorsOf(layer: TokenStatsLayer): Vector[] {
  return [
    { name: "scale", packed: layer.scale },
    { name: "shift", packed: layer.shift },
  ].flatMap(({ name, packed }) =>
    packed === null || packed.shape.length !== 1 ? [] : [{ name, values: unpack(packed) }],
  );
}

/** Which lengths the vectors have, in words. */
export function vectorWords(layer: TokenStatsLayer): string {
  const shape = layer.scale?.shape ?? layer.shift?.shape;
  if (shape === undefined) return "No scale and no shift: this layer only normalises.";
  // LayerNorm([N, C]) learns a number for each place in the window.
  if (shape.length > 1) return `Scale and shift of shape [${shape.join(", ")}]: not shared by the tokens.`;
  const both = layer.scale !== null && layer.shift !== null ? "Scale and shift: vectors" : "A vector";
  return `${both} of length C = ${shape[0]}, shared by all tokens.`;
}
