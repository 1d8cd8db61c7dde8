import { exactNumber } from "../../src/figures/exactNumber.ts";
import { tokenName } from "../../src/figures/format.ts";
import { honestTitle } from "../../src/figures/honestLoss/text.ts";
import { curvePoints } from "../../src/figures/lineChart/lineChart.ts";
import type { HonestLossPayload } from "../../src/protocol/outputs/honestLoss.ts";
import type { PictureDetails } from "../pictureView.ts";
import { numbersOf } from "./cells.ts";

const orNaN = (value: number | undefined) => exactNumber(value ?? Number.NaN);

export const honestLossDetails: PictureDetails<HonestLossPayload> = {
  title: () => honestTitle,
  table: ({ curves, positions, tokens, targets }) => {
    const columns = curves.flatMap(({ wholeWindow, oneAtATime }) => [
      numbersOf(wholeWindow),
      numbersOf(oneAtATime),
    ]);
    return {
      caption: curves.map(({ label, message }) => `${label}: ${message}`).join(" "),
      head: [
        "position",
        ...(targets === undefined ? [] : ["predicts"]),
        ...curves.flatMap(({ label }) => [`${label}, whole window`, `${label}, one at a time`]),
      ],
      count: positions.length,
      row: (row) => [
        `${positions[row]!} ${tokens[row] === undefined ? "" : tokenName(tokens, row, 16)}`.trim(),
        ...(targets === undefined ? [] : [tokenName(targets, row, 16)]),
        ...columns.map((column) => orNaN(column[row])),
      ],
    };
  },
  words: ({ curves, positions, tokens, targets }, { map, column }) => {
    const curve = curves[map];
    const position = curvePoints([{ x: positions }])[column];
    if (curve === undefined || position === undefined) return "";
    const at = positions.indexOf(position);
    const token = tokens[at] === undefined ? "" : ` "${tokenName(tokens, at, 30)}"`;
    const target = targets?.[at] === undefined ? "" : `, predicts "${tokenName(targets, at, 30)}"`;
    const [whole, single] = [numbersOf(curve.wholeWindow)[at], numbersOf(curve.oneAtATime)[at]];
    return `${curve.label} · position ${position}${token}${target}: whole window ${orNaN(whole)} nats, one token at a time ${orNaN(single)} nats`;
  },
};
