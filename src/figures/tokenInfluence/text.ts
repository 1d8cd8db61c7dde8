import { unpack } from "../../protocol/numbers.ts";
import type { TokenInfluenceLeak, TokenInfluencePayload } from "../../protocol/outputs/tokenInfluence.ts";
import { formatNumber, plural, tokenName } from "../format.ts";
import { plainTable } from "../plainTable.ts";

const mostTokens = 12;
const mostLeaks = 10;

/** The verdict, the leaks, and the matrix where it is small enough to read. */
export function tokenInfluenceText(payload: TokenInfluencePayload): string {
  const leaks = payload.leaks.slice(0, mostLeaks).map((leak) => `  ${leakWords(leak, payload.tokens)}`);
  const more = payload.leaks.length - leaks.length;
  if (more > 0) leaks.push(`  and ${plural(more, "more pair")}`);
  const further = payload.further.map(({ title, message }) => `${title}: ${message}`);
  const head = `Token influence of ${payload.model}: ${payload.message}`;
  return [[head, ...leaks].join("\n"), matrixText(payload), ...further, ...payload.notes]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** `token 3 "cat" reads token 7 "mat" (0.0021), in blocks.0.norm1, op mean`. */
export function leakWords(leak: TokenInfluenceLeak, tokens: readonly string[]): string {
  const name = (index: number) => {
    const text = tokens[index];
    return text === undefined ? `token ${index}` : `token ${index} "${tokenName(tokens, index)}"`;
  };
  const amount = leak.amount === null ? "seen by the gradient" : `moves by ${formatNumber(leak.amount, 3)}`;
  const place = [leak.module === null ? "" : `in ${leak.module}`, leak.op === null ? "" : `op ${leak.op}`];
  const cause = leak.cause === "other" ? "" : `cause: ${leak.cause}`;
  const details = [amount, ...place, cause].filter((part) => part !== "").join(", ");
  return `${name(leak.to)} reads ${name(leak.from)} (${details})`;
}

function matrixText(payload: TokenInfluencePayload): string {
  const { outputs, inputs, tokens } = payload;
  if (outputs.length > mostTokens || inputs.length > mostTokens || outputs.length * inputs.length === 0)
    return "";
  const matrix = unpack(payload.matrix);
  const head = ["output \\ input", ...inputs.map((input) => tokenName(tokens, input, 8))];
  const rows = outputs.map((output, row) => [
    tokenName(tokens, output, 8),
    ...inputs.map((_, column) => formatNumber(matrix[row * inputs.length + column] ?? Number.NaN, 3)),
  ]);
  return `Largest change of each output token when one input token is replaced:\n${plainTable(head, rows)}`;
}
