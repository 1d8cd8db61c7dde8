import { pack } from "../../protocol/numbers.ts";
import type { TokenInfluencePayload } from "../../protocol/outputs/tokenInfluence.ts";
import type { TokenInfluence } from "../tokenInfluence.ts";
import type { Permission } from "./allowed.ts";
import type { InfluenceMatrix } from "./influenceMatrix.ts";

/** More leaks than this are not listed in the saved output; the matrix has them all. */
const mostLeaks = 200;

export function influencePayload(
  result: TokenInfluence,
  matrix: InfluenceMatrix,
  permission: Permission,
): TokenInfluencePayload {
  const { outputs, inputs } = matrix;
  const shape = [outputs.length, inputs.length];
  const pairs = outputs.flatMap((to) => inputs.map((from) => (permission.mayRead(to, from) ? 1 : 0)));
  const cut = result.leaks.length - mostLeaks;
  return {
    model: result.model,
    tokens: [...result.tokens],
    outputs: [...outputs],
    inputs: [...inputs],
    matrix: pack(Float32Array.from(matrix.amount), shape),
    allowed: permission.name,
    allowedPairs: pack(Float32Array.from(pairs), shape),
    verdict: result.verdict,
    message: result.message,
    evidence: result.evidence,
    runs: result.runs,
    leaks: result.leaks.slice(0, mostLeaks).map((leak) => ({ ...leak, amount: finite(leak.amount) })),
    further: result.further.map(({ title, verdict, message }) => ({ title, verdict, message })),
    notes:
      cut > 0
        ? [...result.notes, `${cut} more leaks are in the matrix, not in the list.`]
        : [...result.notes],
  };
}

// JSON has no infinity; a number that became NaN or infinite counts as the largest there is.
function finite(amount: number | null): number | null {
  return amount === null ? null : Math.min(amount, Number.MAX_VALUE);
}
