import { axisWords } from "../../src/figures/axisWords.ts";
import { exactNumber } from "../../src/figures/exactNumber.ts";
import { formatShape, tokenName } from "../../src/figures/format.ts";
import { matrixOf } from "../../src/figures/heatGrid.ts";
import type { CompareNormsPayload } from "../../src/protocol/outputs/compareNorms.ts";
import type { PictureDetails } from "../pictureView.ts";
import { blockWords, numbersOf, quoted, strongest } from "./cells.ts";

export const compareNormsDetails: PictureDetails<CompareNormsPayload> = {
  title: (payload) => `Normalisations of one x ${formatShape(payload.shape)}`,
  table: (payload) => {
    const columns = [
      { head: "mean of x", values: numbersOf(payload.before.mean) },
      { head: "variance of x", values: numbersOf(payload.before.variance) },
      ...payload.norms.flatMap((norm) => [
        { head: `${norm.name}: mean`, values: numbersOf(norm.mean) },
        { head: `${norm.name}: variance`, values: numbersOf(norm.variance) },
        { head: `${norm.name}: moved by`, values: numbersOf(norm.change) },
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
  words: (payload, { map, ...block }) => {
    const norm = payload.norms[map - 1];
    const packed = norm?.output ?? payload.input;
    const [rows = 0, columns = 0] = packed.shape;
    const values = numbersOf(packed);
    const { row, column } = strongest(matrixOf(values, rows, columns).at, { rows, columns }, block);
    const value = values[row * columns + column];
    if (value === undefined) return "";
    const name = norm === undefined ? "x" : `${norm.name} (${axisWords(norm)})`;
    return `${name} · ${quoted(payload.tokens, row)}, channel ${column}: ${exactNumber(value)}${blockWords(block)}`;
  },
};
