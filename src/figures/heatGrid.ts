import type { HeatColors } from "./heatColors.ts";
import { el, type SvgElement } from "./svg.ts";

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  at(row: number, column: number): number;
}

/** A row-major matrix over a flat array. */
export function matrixOf(values: ArrayLike<number>, rows: number, columns: number): Matrix {
  return { rows, columns, at: (row, column) => values[row * columns + column] ?? Number.NaN };
}

/** All values, row-major. */
export function valuesOf(matrix: Matrix): number[] {
  return Array.from({ length: matrix.rows * matrix.columns }, (_, place) =>
    matrix.at(Math.floor(place / matrix.columns), place % matrix.columns),
  );
}

/**
 * At most `most` rows and columns: each shown cell is the value of largest magnitude of its block, so that a single
 * outlier stays visible. Not-measured cells count only where a block has nothing else.
 */
export function decimate(
  matrix: Matrix,
  most: { rows: number; columns: number },
): { matrix: Matrix; rowStep: number; columnStep: number } {
  const rowStep = Math.max(1, Math.ceil(matrix.rows / most.rows));
  const columnStep = Math.max(1, Math.ceil(matrix.columns / most.columns));
  if (rowStep === 1 && columnStep === 1) return { matrix, rowStep, columnStep };
  const rows = Math.ceil(matrix.rows / rowStep);
  const columns = Math.ceil(matrix.columns / columnStep);
  const values = new Float64Array(rows * columns).fill(Number.NaN);
  for (let row = 0; row < matrix.rows; row++) {
    for (let column = 0; column < matrix.columns; column++) {
      const place = Math.floor(row / rowStep) * columns + Math.floor(column / columnStep);
      const value = matrix.at(row, column);
      const held = values[place]!;
      if (Number.isNaN(held) || Math.abs(value) > Math.abs(held)) values[place] = value;
    }
  }
  return { matrix: matrixOf(values, rows, columns), rowStep, columnStep };
}

/** Of `count` neighbours from `first` on, the one of largest magnitude: the one that a decimated map shows. */
export function largestAt(
  values: ArrayLike<number>,
  first: number,
  count: number,
): { index: number; value: number } {
  let index = first;
  for (let next = first + 1; next < Math.min(values.length, first + count); next++)
    if (Math.abs(values[next]!) > Math.abs(values[index]!) || Number.isNaN(values[index])) index = next;
  return { index, value: values[index] ?? Number.NaN };
}

/**
 * The cells of a heat map, one path per colour and runs of equal colour joined: small as text. `data-heat` tells who
 * looks up the cell under a pointer how many rows and columns are drawn, and how many of the data each stands for.
 */
export function heatCells(
  matrix: Matrix,
  colors: HeatColors,
  cell: { width: number; height: number },
  steps: { rowStep: number; columnStep: number } = { rowStep: 1, columnStep: 1 },
): SvgElement {
  const paths = colors.palette.map(() => [] as string[]);
  for (let row = 0; row < matrix.rows; row++) {
    for (let column = 0; column < matrix.columns;) {
      const bucket = colors.bucket(matrix.at(row, column));
      const start = column;
      while (column < matrix.columns && colors.bucket(matrix.at(row, column)) === bucket) column++;
      paths[bucket]!.push(`M${start} ${row}h${column - start}`);
    }
  }
  const elements = paths.flatMap((path, bucket) =>
    path.length === 0 ? [] : [el("path", { d: path.join(""), stroke: colors.palette[bucket]! })],
  );
  // Each run is a line one cell thick: half as long in text as the outline of its cells.
  const transform = `scale(${cell.width} ${cell.height}) translate(0 0.5)`;
  const heat = [matrix.rows, matrix.columns, steps.rowStep, steps.columnStep].join(" ");
  const frame = el("rect", {
    y: -0.5,
    width: matrix.columns,
    height: matrix.rows,
    fill: "none",
    "data-heat": heat,
  });
  return el("g", { transform, "shape-rendering": "crispEdges" }, ...elements, frame);
}
