import type { ProbeRun } from "./probeRun.ts";
import type { Permission } from "./allowed.ts";
import type { Comparison } from "./comparisons.ts";

/** One output token that moved when input tokens were replaced that it may not read. */
export interface FoundLeak {
  /** The replaced input tokens: one, unless only several together show the leak. */
  readonly replaced: readonly number[];
  readonly to: number;
  /** Largest |change|; null where only the gradient saw it. */
  readonly amount: number | null;
  /** Index of the replacement size that showed it. */
  readonly magnitude: number;
}

/**
 * The first leak that a comparison shows, at the output token that moves most, its cause narrowed down by bisection.
 * null where every compared row keeps its bits.
 */
export function findLeak(run: ProbeRun, comparison: Comparison): FoundLeak | null {
  for (const [magnitude, { changed, amount }] of run.changes(comparison.replaced).entries()) {
    const moved = comparison.compared.filter((row) => changed[row] === 1);
    if (moved.length === 0) continue;
    const to = moved.reduce((most, row) => (amount[row]! > amount[most]! ? row : most));
    return narrowDown(run, { replaced: comparison.replaced, to, amount: amount[to]!, magnitude });
  }
  return null;
}

/** Halves the replaced tokens as long as one half alone still moves the row: a quantiser may need many of them at once. */
function narrowDown(run: ProbeRun, leak: FoundLeak): FoundLeak {
  if (leak.replaced.length === 1) return leak;
  const middle = leak.replaced.length >> 1;
  for (const half of [leak.replaced.slice(middle), leak.replaced.slice(0, middle)]) {
    const { changed, amount } = run.changesAt(half, leak.magnitude);
    if (changed[leak.to] === 1) return narrowDown(run, { ...leak, replaced: half, amount: amount[leak.to]! });
  }
  return leak;
}

/** What the leaking token may be made of: itself and the tokens that it may read, without those that may read a replaced one. */
export function keptTokens(
  run: ProbeRun,
  { to, replaced }: FoundLeak,
  { mayRead }: Permission,
): ReadonlySet<number> {
  const tokens = Array.from({ length: run.outputTokens }, (_, token) => token);
  const isKept = (token: number): boolean => replaced.every((from) => !mayRead(token, from));
  return new Set(tokens.filter((token) => (token === to || mayRead(to, token)) && isKept(token)));
}
