import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Finding, type Linter, languageOfPath } from "../../src/lint/index.ts";

/** A line that must be flagged: it ends in `# expect: rule-id` or `// expect: rule-id`. */
interface Expectation {
  readonly line: number;
  readonly cell: number | null;
  readonly ruleId: string;
}

export interface Case {
  /** Relative to the folder that was read. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly expected: readonly Expectation[];
}

/** Every case below a folder of test/lint, by name. */
export function readCases(folder: string): Case[] {
  const root = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => languageOfPath(name) !== null)
    .sort()
    .map((name) => {
      const path = join(root, name);
      const text = readFileSync(path, "utf8");
      return { name, path, text, expected: expectations(path, text) };
    });
}

function expectations(path: string, text: string): Expectation[] {
  if (!path.endsWith(".ipynb")) return expectedLines(text, null);
  const notebook = JSON.parse(text) as { cells: { source: string | string[] }[] };
  return notebook.cells.flatMap((cell, index) =>
    expectedLines(typeof cell.source === "string" ? cell.source : cell.source.join(""), index + 1),
  );
}

const expectedLines = (text: string, cell: number | null): Expectation[] =>
  text.split("\n").flatMap((line, index) => {
    const ruleId = /(?:#|\/\/) expect: ([\w-]+)\s*$/.exec(line)?.[1];
    return ruleId ? [{ line: index + 1, cell, ruleId }] : [];
  });

export interface Outcome {
  readonly found: readonly Expectation[];
  readonly missed: readonly Expectation[];
  readonly unexpected: readonly Finding[];
}

/** Lints a case and compares by rule, cell and line. */
export function outcomeOf(linter: Linter, { name, path, text, expected }: Case): Outcome {
  const options = name.includes("affine-per-token")
    ? { rules: { "affine-per-token": "warning" } as const }
    : {};
  const { findings } = linter.lint({ path: name, text, language: languageOfPath(path)! }, options);
  const matches = (finding: Finding, expectation: Expectation): boolean =>
    finding.ruleId === expectation.ruleId &&
    finding.line === expectation.line &&
    (finding.cell ?? null) === expectation.cell;
  return {
    found: expected.filter((expectation) => findings.some((finding) => matches(finding, expectation))),
    missed: expected.filter((expectation) => !findings.some((finding) => matches(finding, expectation))),
    unexpected: findings.filter((finding) => !expected.some((expectation) => matches(finding, expectation))),
  };
}
