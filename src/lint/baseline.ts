import * as v from "valibot";
import { ConfigError } from "./config/index.ts";
import type { Finding } from "./finding.ts";
import { fingerprints } from "./fingerprint.ts";

const entry = v.object({ path: v.string(), ruleId: v.string(), fingerprint: v.string() });
const file = v.object({ version: v.literal(1), findings: v.array(entry) });

/** A known finding of an old code base. The path is relative to the baseline's folder, with `/`. */
export type BaselineEntry = v.InferOutput<typeof entry>;

/** @throws ConfigError that names the file and what is wrong with it */
export function parseBaseline(text: string, path: string): readonly BaselineEntry[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${path} is not JSON: ${(error as Error).message}.`);
  }
  const result = v.safeParse(file, value);
  if (result.success) return result.output.findings;
  const [issue] = result.issues;
  throw new ConfigError(
    `${path} is no baseline of version 1 (${v.getDotPath(issue) ?? "the file"} is ${issue.received}); write it anew with --write-baseline.`,
  );
}

/** The text of a baseline file that holds these findings, sorted, one to a line, so that changes are easy to review. */
export function baselineText(findings: readonly Finding[], pathOf: (finding: Finding) => string): string {
  const lines = entriesOf(findings, pathOf)
    .map(({ path, ruleId, fingerprint }) => JSON.stringify({ path, ruleId, fingerprint }))
    .sort();
  const list = lines.length === 0 ? "[]" : `[\n    ${lines.join(",\n    ")}\n  ]`;
  return `{\n  "version": 1,\n  "findings": ${list}\n}\n`;
}

export interface Compared {
  /** Not in the baseline. */
  readonly fresh: readonly Finding[];
  /** Entries of the baseline that no longer occur in the files that were checked. */
  readonly gone: readonly BaselineEntry[];
}

/**
 * Takes the findings of a baseline away.
 *
 * @param pathOf a finding's path as the baseline writes it
 * @param checked whether a path of the baseline was checked in this run; only then its entries can be gone
 */
export function compareWithBaseline(
  findings: readonly Finding[],
  baseline: readonly BaselineEntry[],
  pathOf: (finding: Finding) => string,
  checked: (path: string) => boolean = () => true,
): Compared {
  const known = new Set(baseline.map(keyOf));
  const entries = entriesOf(findings, pathOf);
  const present = new Set(entries.map(keyOf));
  return {
    fresh: findings.filter((_, index) => !known.has(keyOf(entries[index]!))),
    gone: baseline.filter((one) => checked(one.path) && !present.has(keyOf(one))),
  };
}

const keyOf = ({ path, ruleId, fingerprint }: BaselineEntry): string => `${ruleId}|${fingerprint}|${path}`;

function entriesOf(findings: readonly Finding[], pathOf: (finding: Finding) => string): BaselineEntry[] {
  const prints = fingerprints(findings);
  return findings.map((finding, index) => ({
    path: pathOf(finding),
    ruleId: finding.ruleId,
    fingerprint: prints[index]!,
  }));
}
