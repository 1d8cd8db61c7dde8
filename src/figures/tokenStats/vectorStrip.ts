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

interface StripLayout {
  /** Where the cells begin, and how wide they are together. */
  readonly left: number;
  readonly width: number;
  /** How far below their row's top the cells lie. */
  readonly below: number;
  readonly rowHeight: number;
}

/** Name and range stand beside a vector's cells; in a narrow pane above them. */
function stripLayout(width: number): StripLayout {
  if (width < 480) return { left: 0, width, below: 17, rowHeight: 40 };
  return { left: 60, width: width - 60 - 190, below: 0, rowHeight: 22 };
}

/** Room for the marks of outlier channels. */
const top = 11;

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
  const layout = stripLayout(width);
  const length = vectors[0]!.values.length;
  const marks = channels
    .filter((channel) => channel < length)
    .map((channel) =>
      el("path", {
        d: outlierPath(layout.left + ((channel + 0.5) / length) * layout.width, top - 5 + layout.below),
        fill: theme.warning,
      }),
    );
  const rows = vectors.map((vector, index) =>
    el(
      "g",
      { transform: `translate(0 ${head + index * layout.rowHeight})` },
      ...vectorRow(vector, layout, theme),
    ),
  );
  const height = head + vectors.length * layout.rowHeight;
  return { element: el("g", {}, ...rows, ...marks), width, height };
}

interface Vector {
  readonly name: string;
  readonly values: Float64Array;
}

function vectorRow({ name, values }: Vector, layout: StripLayout, theme: Theme): SvgElement[] {
  const { left, width, below } = layout;
  const { matrix, rowStep, columnStep } = decimate(matrixOf(values, 1, values.length), {
    rows: 1,
    columns: 192,
  });
  const cell = { width: width / Math.max(1, matrix.columns), height: 14 };
  const range = extent(values);
  const words = range === null ? "" : `${formatNumber(range[0], 3)} to ${formatNumber(range[1], 3)}`;
  const muted = { size: 11, fill: theme.muted };
  return [
    text(Math.max(0, left - 8), 11, name, { size: 11.5, anchor: left === 0 ? "start" : "end" }),
    el(
      "g",
      { transform: `translate(${left} ${below})` },
      heatCells(matrix, divergingColors(values, theme), cell, { rowStep, columnStep }),
    ),
    left === 0
      ? text(width, 11, words, { ...muted, anchor: "end" })
      : text(left + width + 10, 11, words, muted),
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
