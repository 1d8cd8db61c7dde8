import { axisWords } from "../src/figures/axisWords.ts";
import { exactNumber } from "../src/figures/exactNumber.ts";
import { formatShape, tokenName } from "../src/figures/format.ts";
import { tensorTitle } from "../src/figures/tensor/text.ts";
import { unpack } from "../src/protocol/numbers.ts";
import type { CompareNormsPayload } from "../src/protocol/outputs/compareNorms.ts";
import type { TensorPayload } from "../src/protocol/outputs/tensor.ts";
import type { TokenInfluencePayload } from "../src/protocol/outputs/tokenInfluence.ts";
import type { PictureDetails } from "./pictureView.ts";

const quoted = (tokens: readonly string[], index: number) =>
  tokens[index] === undefined ? `token ${index}` : `token ${index} "${tokenName(tokens, index, 30)}"`;

export const tokenInfluenceDetails: PictureDetails<TokenInfluencePayload> = {
  title: (payload) => `Token influence of ${payload.model}`,
  table: (payload) => {
    const matrix = unpack(payload.matrix);
    const { tokens, outputs, inputs } = payload;
    return {
      caption: `${payload.message}. Rows: output tokens; columns: the input token that is replaced.`,
      head: ["output", ...inputs.map((input) => `${input} ${tokenName(tokens, input, 16)}`)],
      count: outputs.length,
      row: (row) => [
        `${outputs[row]!} ${tokenName(tokens, outputs[row]!, 16)}`,
        ...inputs.map((_, column) => exactNumber(matrix[row * inputs.length + column] ?? Number.NaN)),
      ],
    };
  },
  cell: (payload, { row, column }) => {
    const [output, input] = [payload.outputs[row], payload.inputs[column]];
    if (output === undefined || input === undefined) return "";
    const at = row * payload.inputs.length + column;
    const value = unpack(payload.matrix)[at] ?? Number.NaN;
    const mayRead = (unpack(payload.allowedPairs)[at] ?? 0) > 0;
    const moves = Number.isNaN(value)
      ? "not measured"
      : value === 0
        ? "exactly 0"
        : `moves by ${exactNumber(value)}`;
    const judged = mayRead ? "allowed" : value === 0 ? "must not read it, and does not" : "must not read it";
    return `${quoted(payload.tokens, input)} replaced → ${quoted(payload.tokens, output)}: ${moves} (${judged})`;
  },
};

export const tensorDetails: PictureDetails<TensorPayload> = {
  title: tensorTitle,
  table: (payload) => {
    const [rows = 0, columns = 0] = payload.values.shape;
    const values = unpack(payload.values);
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
  cell: (payload, { row, column }) => {
    const columns = payload.values.shape[1] ?? 0;
    const value = unpack(payload.values)[row * columns + column];
    if (value === undefined) return "";
    const rowName = payload.rowLabels[row] === undefined ? "" : ` "${tokenName(payload.rowLabels, row, 30)}"`;
    const place = `${payload.rowAxis || "row"} ${row * payload.rowStep}${rowName}, ${payload.columnAxis || "column"} ${column * payload.columnStep}`;
    return `${place}: ${exactNumber(value)}`;
  },
};

export const compareNormsDetails: PictureDetails<CompareNormsPayload> = {
  title: (payload) => `Normalisations of one x ${formatShape(payload.shape)}`,
  table: (payload) => {
    const columns = [
      { head: "mean of x", values: unpack(payload.before.mean) },
      { head: "variance of x", values: unpack(payload.before.variance) },
      ...payload.norms.flatMap((norm) => [
        { head: `${norm.name}: mean`, values: unpack(norm.mean) },
        { head: `${norm.name}: variance`, values: unpack(norm.variance) },
        { head: `${norm.name}: moved by`, values: unpack(norm.change) },
      ]),
    ];
    return {
      caption: "First sequence. Moved by: the largest change of a token when the last token is replaced.",
      head: ["token", ...columns.map(({ head }) => head)],
      count: payload.shape.at(-2) ?? 0,
      row: (token) => [
        `${token} ${tokenName(payload.tokens, token, 20)}`,
        ...columns.map(({ values }) => exactNumber(values[token] ?? Number.NaN)),
      ],
    };
  },
  cell: (payload, { map, row, column }) => {
    const norm = payload.norms[map - 1];
    const packed = norm?.output ?? payload.input;
    const value = unpack(packed)[row * (packed.shape[1] ?? 0) + column];
    if (value === undefined) return "";
    const name = norm === undefined ? "x" : `${norm.name} (${axisWords(norm)})`;
    return `${name} · ${quoted(payload.tokens, row)}, channel ${column}: ${exactNumber(value)}`;
  },
};
