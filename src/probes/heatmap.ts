import { checkOptions } from "../core/arguments.ts";
import { Tensor, tensor } from "../core/index.ts";
import { pack } from "../protocol/numbers.ts";
import type { TensorPayload } from "../protocol/outputs/tensor.ts";
import { drawn } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import { heatmapOptions } from "./optionKinds.ts";
import { summarize } from "./tensorSummary.ts";

const mime = "application/vnd.tokenwise.tensor.v1+json";

export interface HeatmapOptions {
  readonly title?: string;
  /** Texts of the rows, such as the tokens. */
  readonly rows?: readonly string[];
  readonly columns?: readonly string[];
  /** Rows to outline: a number, or the row's text. */
  readonly outline?: number | string | readonly (number | string)[];
}

export interface Heatmap {
  readonly title: string;
  /** The matrix that is drawn, [rows, columns]. */
  readonly matrix: Tensor;
}

const mostRows = 256;
const mostColumns = 512;

/**
 * A matrix as a picture: [N, C] itself, or the first [N, C] of a tensor of higher rank; a vector is one row.
 *
 * @throws RangeError where the labels or the outlined rows do not fit
 */
export function heatmap(x: Tensor, options: HeatmapOptions = {}): Heatmap & Drawn<typeof mime> {
  if (!(x instanceof Tensor)) throw new TypeError("heatmap takes a tensor. Make one with tensor(...).");
  checkOptions("heatmap", options, heatmapOptions);
  const [rows, columns] = [x.shape.at(-2) ?? 1, x.shape.at(-1) ?? 1];
  checkLabels("rows", options.rows, rows);
  checkLabels("columns", options.columns, columns);
  const outlined = outlinedRows(options, rows);
  const data = x.data.slice(0, rows * columns);
  const matrix = tensor(data, [columns === 0 ? 0 : data.length / columns, columns]);
  const title = options.title ?? "";
  return drawn({ title, matrix }, mime, () => heatmapPayload(x, matrix, options, outlined));
}

function heatmapPayload(
  x: Tensor,
  matrix: Tensor,
  options: HeatmapOptions,
  outlined: readonly number[],
): TensorPayload {
  const [rows, columns] = matrix.shape as [number, number];
  const rowStep = Math.ceil(rows / mostRows) || 1;
  const columnStep = Math.ceil(columns / mostColumns) || 1;
  const isShown = (_: unknown, row: number): boolean => row % rowStep === 0;
  return {
    title: options.title ?? "",
    shape: [...x.shape],
    slice:
      x.shape.length > 2
        ? `x[${x.shape
            .slice(0, -2)
            .map(() => 0)
            .join(", ")}]`
        : "",
    values: everyNth(matrix, rowStep, columnStep),
    rowStep,
    columnStep,
    rowAxis: options.rows === undefined ? "row" : "token",
    columnAxis: options.columns === undefined && options.rows !== undefined ? "channel" : "column",
    rowLabels: (options.rows ?? []).filter(isShown),
    columnLabels: (options.columns ?? []).filter((_, column) => column % columnStep === 0),
    outlinedRows: outlined.map((row) => Math.floor(row / rowStep)),
    summary: summarize(x.data),
  };
}

function everyNth(matrix: Tensor, rowStep: number, columnStep: number): TensorPayload["values"] {
  const [rows, columns] = matrix.shape as [number, number];
  const shape = [Math.ceil(rows / rowStep), Math.ceil(columns / columnStep)] as const;
  const { data } = matrix;
  const values = new Float32Array(shape[0] * shape[1]).map(
    (_, i) => data[Math.floor(i / shape[1]) * rowStep * columns + (i % shape[1]) * columnStep]!,
  );
  return pack(values, shape);
}

function checkLabels(name: string, labels: readonly string[] | undefined, count: number): void {
  if (labels !== undefined && labels.length !== count)
    throw new RangeError(`${name} has ${labels.length} entries, but the matrix has ${count} ${name}.`);
}

function outlinedRows({ outline = [], rows: labels }: HeatmapOptions, rows: number): number[] {
  const wanted = Array.isArray(outline)
    ? (outline as readonly (number | string)[])
    : [outline as number | string];
  return wanted.map((one) => {
    const row = typeof one === "number" ? one : (labels ?? []).indexOf(one);
    if (Number.isInteger(row) && row >= 0 && row < rows) return row;
    throw new RangeError(`outline names the row ${JSON.stringify(one)}, which the ${rows} rows do not have.`);
  });
}
