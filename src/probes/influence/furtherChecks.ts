import type { Verdict } from "../../protocol/outputs/tokenInfluence.ts";

/** A verdict beside the main one. */
export interface FurtherVerdict {
  readonly title: string;
  readonly verdict: Verdict;
  readonly message: string;
}

/** What a check could not do, and why: an error's own words, or ours. */
export function notChecked(title: string, cause: unknown): FurtherVerdict {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return { title, verdict: "cannot tell", message: `not checked: ${reason}` };
}
