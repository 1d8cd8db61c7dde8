import { unpack } from "../../protocol/numbers.ts";
import type { TensorPayload } from "../../protocol/outputs/tensor.ts";
import { formatNumber, formatShape, plural } from "../format.ts";
import { plainTable, shownRows } from "../plainTable.ts";

/** Shape, range and the corners of the matrix. */
export function tensorText(payload: TensorPayload): string {
  const [rows = 0, columns = 0] = payload.values.shape;
  const values = unpack(payload.values);
  const shownColumns = shownRows(columns, 8);
  const name = (labels: readonly string[], index: number | null, step: number) =>
    index === null ? "…" : (labels[index] ?? String(index * step));
  const head = ["", ...shownColumns.map((column) => name(payload.columnLabels, column, payload.columnStep))];
  const body = shownRows(rows, 12).map((row) => [
    name(payload.rowLabels, row, payload.rowStep) +
      (row !== null && payload.outlinedRows.includes(row) ? " <" : ""),
    ...shownColumns.map((column) =>
      row === null || column === null ? "…" : formatNumber(values[row * columns + column]!),
    ),
  ]);
  const matrix = rows * columns === 0 ? "no elements" : plainTable(head, body);
  return `${tensorTitle(payload)}\n${summaryWords(payload)}\n${matrix}`;
}

/** "x [1, 6, 64], x[0]". */
export function tensorTitle(payload: TensorPayload): string {
  const slice = payload.slice === "" ? "" : ` · ${payload.slice}`;
  return `${payload.title} ${formatShape(payload.shape)}${slice}`.trim();
}

/** Range, mean and standard deviation over the finite values, and how many are not finite. */
export function summaryWords({ summary, rowStep, columnStep }: TensorPayload): string {
  const words = [
    `min ${formatNumber(summary.min)}`,
    `max ${formatNumber(summary.max)}`,
    `mean ${formatNumber(summary.mean)}`,
    `std ${formatNumber(summary.standardDeviation)}`,
  ];
  if (summary.nan > 0) words.push(`${formatNumber(summary.nan)} NaN`);
  if (summary.infinite > 0) words.push(`${formatNumber(summary.infinite)} infinite`);
  if (rowStep > 1 || columnStep > 1)
    words.push(`shown: every ${plural(rowStep, "row")}, every ${plural(columnStep, "column")}`);
  return words.join(" · ");
}
