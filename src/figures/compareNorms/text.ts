import { unpack } from "../../protocol/numbers.ts";
import type { CompareNormsPayload, ComparedNorm } from "../../protocol/outputs/compareNorms.ts";
import { axisWords } from "../axisWords.ts";
import { formatNumber, formatShape, plural, tokenName } from "../format.ts";
import { plainTable, shownRows } from "../plainTable.ts";

/** One table per quantity: tokens down, norms across. */
export function compareNormsText(payload: CompareNormsPayload): string {
  const title = `The same x ${formatShape(payload.shape)} under ${plural(payload.norms.length, "normalisation")}`;
  const list = payload.norms.map(
    (norm) => `${norm.correct ? "right" : "WRONG"}  ${norm.name}: ${axisWords(norm)}. ${norm.explanation}`,
  );
  const table = (words: string, pick: (norm: ComparedNorm) => ComparedNorm["mean"]) =>
    `${words}\n${quantityTable(payload, pick)}`;
  return [
    [title, ...list].join("\n"),
    table("Mean of each token afterwards", (norm) => norm.mean),
    table("Variance of each token afterwards", (norm) => norm.variance),
    table("Largest change of each token when the last token is replaced", (norm) => norm.change),
    ...payload.notes,
  ].join("\n\n");
}

function quantityTable(
  payload: CompareNormsPayload,
  pick: (norm: ComparedNorm) => ComparedNorm["mean"],
): string {
  const columns = payload.norms.map((norm) => unpack(pick(norm)));
  const count = payload.shape.at(-2) ?? 0;
  const rows = shownRows(count, 16).map((row) =>
    row === null
      ? ["…"]
      : [
          `${row} ${tokenName(payload.tokens, row)}`,
          ...columns.map((column) => formatNumber(column[row] ?? Number.NaN)),
        ],
  );
  return plainTable(["token", ...payload.norms.map((norm) => norm.name)], rows);
}
