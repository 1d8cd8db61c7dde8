import { unpack } from "../../protocol/numbers.ts";
import type { HonestLossPayload } from "../../protocol/outputs/honestLoss.ts";
import { formatNumber, tokenName } from "../format.ts";
import { plainTable, shownRows } from "../plainTable.ts";

export const honestTitle = "Loss by position: the whole window at once, and one token at a time";

/** What each model does, and its loss at each position in both ways. */
export function honestLossText(payload: HonestLossPayload): string {
  const sentences = payload.curves.map(({ label, message }) => `${label}: ${message}`);
  const guessing = `Guessing would be ln V = ${formatNumber(payload.guessing, 3)}.`;
  return [[honestTitle, ...sentences, guessing].join("\n"), lossTable(payload), ...payload.notes].join(
    "\n\n",
  );
}

function lossTable({ curves, positions, tokens }: HonestLossPayload): string {
  const columns = curves.flatMap(({ wholeWindow, oneAtATime }) => [unpack(wholeWindow), unpack(oneAtATime)]);
  const head = ["position", ...curves.flatMap(({ label }) => [`${label}, whole`, `${label}, one at a time`])];
  const rows = shownRows(positions.length, 16).map((row) =>
    row === null
      ? ["…"]
      : [
          `${positions[row]!} ${tokens[row] === undefined ? "" : tokenName(tokens, row)}`.trim(),
          ...columns.map((column) => formatNumber(column[row] ?? Number.NaN, 3)),
        ],
  );
  return plainTable(head, rows);
}
