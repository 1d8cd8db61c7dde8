import type { Verdict } from "../../protocol/outputs/tokenInfluence.ts";

/** A verdict beside the main one. */
export interface FurtherVerdict {
  readonly title: string;
  readonly verdict: Verdict;
  readonly message: string;
}

/** What a check could not do, and why: the error's own words. */
export function notChecked(title: string, error: unknown): FurtherVerdict {
  const reason = error instanceof Error ? error.message : String(error);
  return { title, verdict: "cannot tell", message: `not checked: ${reason}` };
}
