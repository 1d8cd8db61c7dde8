import { exactNumber } from "../../src/figures/exactNumber.ts";
import { tokenName } from "../../src/figures/format.ts";
import { matrixOf } from "../../src/figures/heatGrid.ts";
import { tensorTitle } from "../../src/figures/tensor/text.ts";
import type { TensorPayload } from "../../src/protocol/outputs/tensor.ts";
import type { PictureDetails } from "../pictureView.ts";
import { blockWords, numbersOf, strongest } from "./cells.ts";

export const tensorDetails: PictureDetails<TensorPayload> = {
  title: tensorTitle,
  table: (payload) => {
    const [rows = 0, columns = 0] = payload.values.shape;
    const values = numbersOf(payload.values);
    const columnName = (column: number) =>
      payload.columnLabels[column] ?? String(column * payload.columnStep);
    return {
      caption: `${tensorTitle(payload)}: rows are ${payload.rowAxis || "rows"}, columns ${payload.columnAxis || "columns"}.`,
      head: ["", ...Array.from({ length: columns }, (_, column) => columnName(column))],
      count: rows,
      row: (row) => [
        payload.rowLabels[row] ?? String(row * payload.rowStep),
        ...Array.from({ length: columns }, (_, column) => exactNumber(values[row * columns + column]!)),
      ],
    };
  },
  words: (payload, block) => {
    const [rows = 0, columns = 0] = payload.values.shape;
    const values = numbersOf(payload.values);
    const { row, column } = strongest(matrixOf(values, rows, columns).at, { rows, columns }, block);
    const value = values[row * columns + column];
    if (value === undefined) return "";
    const rowName = payload.rowLabels[row] === undefined ? "" : ` "${tokenName(payload.rowLabels, row, 30)}"`;
    const place = `${payload.rowAxis || "row"} ${row * payload.rowStep}${rowName}, ${payload.columnAxis || "column"} ${column * payload.columnStep}`;
    return `${place}: ${exactNumber(value)}${blockWords(block)}`;
  },
};
