import { exactNumber } from "../../src/figures/exactNumber.ts";
import { tokenName } from "../../src/figures/format.ts";
import { matrixOf } from "../../src/figures/heatGrid.ts";
import type { TokenInfluencePayload } from "../../src/protocol/outputs/tokenInfluence.ts";
import type { PicturePlace } from "../cursorTargets.ts";
import type { PictureDetails } from "../pictureView.ts";
import { blockWords, numbersOf, quoted, strongest } from "./cells.ts";

export const tokenInfluenceDetails: PictureDetails<TokenInfluencePayload> = {
  title: (payload) => `Token influence of ${payload.model}`,
  table: (payload) => {
    const matrix = numbersOf(payload.matrix);
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
  words: (payload, place) => {
    const { row, column } = shownPair(payload, place);
    const [output, input] = [payload.outputs[row], payload.inputs[column]];
    if (output === undefined || input === undefined) return "";
    const at = row * payload.inputs.length + column;
    const value = numbersOf(payload.matrix)[at] ?? Number.NaN;
    const judged = judgement(value, (numbersOf(payload.allowedPairs)[at] ?? 0) > 0);
    const words = `${quoted(payload.tokens, input)} replaced → ${quoted(payload.tokens, output)}: ${judged}`;
    return words + blockWords(place);
  },
};

/** The pair that a drawn cell shows: where it stands for several, its leak if it has one. */
function shownPair(payload: TokenInfluencePayload, place: PicturePlace): { row: number; column: number } {
  const size = { rows: payload.outputs.length, columns: payload.inputs.length };
  const matrix = matrixOf(numbersOf(payload.matrix), size.rows, size.columns);
  const pairs = matrixOf(numbersOf(payload.allowedPairs), size.rows, size.columns);
  const leaked = (row: number, column: number) => (pairs.at(row, column) > 0 ? 0 : matrix.at(row, column));
  const leak = strongest(leaked, size, place);
  return leaked(leak.row, leak.column) > 0 ? leak : strongest(matrix.at, size, place);
}

function judgement(value: number, mayRead: boolean): string {
  if (Number.isNaN(value)) return `not measured (${mayRead ? "allowed" : "must not read it"})`;
  if (value === 0) return `exactly 0 (${mayRead ? "allowed" : "must not read it, and does not"})`;
  return `moves by ${exactNumber(value)} (${mayRead ? "allowed" : "must not read it"})`;
}
