import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, relative, resolve, sep } from "node:path";
import {
  ConfigError,
  type Finding,
  baselineText,
  compareWithBaseline,
  parseBaseline,
} from "../../lint/index.ts";
import { UsageError } from "../commandIo.ts";

/** Findings name files as they were found from this folder. */
const pathFrom =
  (baseline: string, cwd: string) =>
  (finding: Pick<Finding, "path">): string =>
    relative(dirname(baseline), resolve(cwd, finding.path)).split(sep).join("/");

/** Writes a baseline that holds these findings. */
export function writeBaseline(path: string, findings: readonly Finding[], cwd: string): void {
  try {
    writeFileSync(path, baselineText(findings, pathFrom(path, cwd)));
  } catch (error) {
    throw new UsageError(
      `tokenwise lint: the baseline ${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}

/**
 * The findings that their file's baseline does not know.
 *
 * @param baselineOf the absolute path of a file's baseline, by the path that findings name; null for none
 * @param checked the paths of the files that were checked, as findings name them
 * @param tell is given a line about entries that no longer occur
 * @throws UsageError for a baseline that cannot be read
 */
export function withoutBaselines(
  findings: readonly Finding[],
  checked: readonly string[],
  baselineOf: (path: string) => string | null,
  cwd: string,
  tell: (line: string) => void,
): readonly Finding[] {
  const left = new Set(findings);
  for (const baseline of new Set(checked.map(baselineOf))) {
    if (baseline === null) continue;
    const pathOf = pathFrom(baseline, cwd);
    const files = new Set(
      checked.filter((path) => baselineOf(path) === baseline).map((path) => pathOf({ path })),
    );
    const here = findings.filter((finding) => baselineOf(finding.path) === baseline);
    const { fresh, gone } = compareWithBaseline(here, readBaseline(baseline), pathOf, (path) =>
      files.has(path),
    );
    const kept = new Set(fresh);
    for (const finding of here) if (!kept.has(finding)) left.delete(finding);
    if (gone.length > 0)
      tell(
        `${gone.length} of the findings in ${basename(baseline)} no longer occur; write it anew with --write-baseline.`,
      );
  }
  return [...left];
}

function readBaseline(path: string) {
  try {
    return parseBaseline(readFileSync(path, "utf8"), path);
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(`tokenwise lint: ${error.message}`);
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `tokenwise lint: the baseline ${path} cannot be read (${code}); write one with --write-baseline.`,
    );
  }
}
