import type { Verdict } from "../../protocol/outputs/tokenInfluence.ts";
import { nameToken } from "../labels.ts";
import type { FoundLeak } from "./foundLeak.ts";
import type { NormsAlone } from "./normsAlone.ts";
import type { Search } from "./searchLeaks.ts";
import type { SequenceLeak } from "./sequences.ts";
import type { FurtherVerdict } from "./furtherChecks.ts";

export interface Findings {
  readonly search: Search;
  /** The leak to name first, if any. */
  readonly leak: FoundLeak | null;
  readonly runs: number;
  /** How many tensors the subject returns; the first is probed. */
  readonly outputs: number;
  readonly sequences: { readonly leak: SequenceLeak | null } | null;
  readonly lengths: FurtherVerdict | null;
  /** Judged by where every token may read every other one. */
  readonly norms: NormsAlone;
  /** What the trace shows for every input; null where it shows nothing. */
  readonly proof: string | null;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly message: string;
}

/**
 * One moved row shows a leak. No moved row proves nothing about other inputs, so the words say how many runs there were.
 */
export function judge(findings: Findings, texts: readonly string[]): Judgement {
  const shown = leakWords(findings, texts);
  if (shown !== null) return { verdict: "leak shown", message: `leak shown: ${shown}` };
  const obstacle = findings.search.obstacle ?? normObstacle(findings);
  if (obstacle !== null) return { verdict: "cannot tell", message: `cannot tell: ${obstacle}` };
  return {
    verdict: "no leak found",
    message: `no leak found: ${noLeakWords(findings)}${outputWords(findings)}`,
  };
}

function outputWords({ outputs }: Findings): string {
  return outputs > 1 ? `; of the ${outputs} tensors that it returns only the first was probed` : "";
}

/** Where every token may read every other one, the norms are all that can be judged. */
function normObstacle({ search, norms }: Findings): string | null {
  if (search.permission.name !== "full") return null;
  const rest = "every token may read every other one";
  if (norms.untold.length > 0) return `${rest}, and ${norms.untold[0]} could not be run alone`;
  return norms.tried === 0 ? `${rest}, and no norm was seen to run` : null;
}

function leakWords(
  { search, leak, sequences, lengths, norms }: Findings,
  texts: readonly string[],
): string | null {
  if (leak !== null) return pairWords(leak, texts);
  if (search.permission.name === "full" && norms.leaking.length > 0)
    return `${norms.leaking[0]!.path}, run alone: ${pairWords(norms.leaking[0]!.leak, texts)}`;
  if (sequences?.leak) {
    const { from, to } = sequences.leak;
    return `sequence ${to} reads sequence ${from} (other sequences, not other tokens)`;
  }
  return lengths?.verdict === "leak shown" ? lengths.message : null;
}

/** `token 3 reads token 7`, or the several that show it only together. */
export function pairWords(
  { to, replaced }: Pick<FoundLeak, "to" | "replaced">,
  texts: readonly string[],
): string {
  const reader = nameToken(to, texts);
  if (replaced.length === 1) return `${reader} reads ${nameToken(replaced[0]!, texts)}`;
  const named = replaced.slice(0, 3).map((token) => nameToken(token, texts));
  const more = replaced.length > 3 ? ` and ${replaced.length - 3} more` : "";
  return `${reader} reads ${named.join(", ")}${more} (seen when they are replaced together)`;
}

function noLeakWords({ search, runs, proof }: Findings): string {
  if (search.permission.name === "full")
    return "every token may read every other one, and each norm alone reads none";
  const { comparisons, outOf } = search.design;
  const cuts = outOf === null ? "" : ` (${comparisons.length} of ${outOf} cuts, spread evenly)`;
  const counted = `${runs} ${runs === 1 ? "run" : "runs"}, bit for bit, on this input${cuts}`;
  return proof === null ? counted : `${counted}; for every input: ${proof}`;
}
