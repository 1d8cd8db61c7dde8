import { permission } from "./allowed.ts";
import type { Allowed, Permission } from "./allowed.ts";
import { designComparisons } from "./comparisons.ts";
import type { Design } from "./comparisons.ts";
import { findLeak } from "./foundLeak.ts";
import type { FoundLeak } from "./foundLeak.ts";
import type { ProbeRun } from "./probeRun.ts";

export interface SearchSettings {
  readonly allowed?: Allowed;
  /** Output tokens that are not compared, such as left-padded queries (with a finite mask such a row attends to everything). */
  readonly ignoreRows?: readonly number[];
}

/** The pairs that are tested, and the leaks found. */
export interface Search {
  readonly permission: Permission;
  readonly design: Design;
  /** Output tokens that take part. */
  readonly compared: ReadonlySet<number>;
  /** At most one for each comparison. */
  readonly leaks: readonly FoundLeak[];
  /** Why nothing can be said where no leak is shown; null where something can. */
  readonly obstacle: string | null;
}

/** Runs the design's comparisons; with `stopAtFirst` no further than the first leak. */
export function searchLeaks(run: ProbeRun, settings: SearchSettings, stopAtFirst: boolean): Search {
  const granted = permission(settings.allowed ?? "none", run.outputTokens, run.layout.tokens);
  const outputs = comparedTokens(run.outputTokens, settings.ignoreRows ?? []);
  const design = designComparisons(granted, outputs, run.layout.tokens);
  const search = { permission: granted, design, compared: new Set(outputs), leaks: [] as FoundLeak[] };
  const obstacle = obstacleOf(run, outputs, search.design, granted);
  if (!run.isRepeatable) return { ...search, obstacle };
  for (const comparison of design.comparisons) {
    const leak = findLeak(run, comparison);
    if (leak !== null) search.leaks.push(leak);
    if (leak !== null && stopAtFirst) break;
  }
  return { ...search, obstacle };
}

function comparedTokens(count: number, ignored: readonly number[]): number[] {
  for (const row of ignored)
    if (!Number.isInteger(row) || row < 0 || row >= count)
      throw new RangeError(
        `ignoreRows names token ${row}, but the output has ${count} tokens, counted from 0.`,
      );
  return Array.from({ length: count }, (_, token) => token).filter((token) => !ignored.includes(token));
}

function obstacleOf(
  run: ProbeRun,
  outputs: readonly number[],
  design: Design,
  { name }: Permission,
): string | null {
  if (!run.isRepeatable) return "two equal runs differed";
  const { inner, size } = run.outputBlocks;
  const nan = run.base.findIndex((value) => Number.isNaN(value));
  const row = Math.floor(nan / inner) % size;
  if (nan >= 0 && outputs.includes(row))
    return `output token ${row} is NaN on the unchanged input; leave it out with { ignoreRows } or repair it`;
  if (run.layout.tokens === 0) return "the input has no tokens";
  if (run.base.length === 0) return "the output holds no numbers";
  if (design.comparisons.length === 0 && name !== "full")
    return run.layout.tokens === 1
      ? "there is only one token, so there is no other to read"
      : "no pair is forbidden";
  return null;
}
