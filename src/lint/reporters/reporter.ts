import type { Finding } from "../finding.ts";
import type { LintError } from "../linter.ts";

/** What a run of the command has to tell. */
export interface LintReport {
  readonly findings: readonly Finding[];
  readonly errors: readonly LintError[];
  readonly version: string;
  /** How many files were checked. */
  readonly files: number;
  /** The pages of the rules by id, as Markdown, where the host has them. */
  readonly pages?: ReadonlyMap<string, string>;
}

/** Turns a report into the text of one format. */
export type Reporter = (report: LintReport) => string;

/** `path:12:5`, with the cell before the line in a notebook. */
export const placeText = (finding: Finding): string =>
  `${finding.path}:${finding.cell === undefined ? "" : `cell ${finding.cell}:`}${finding.line}:${finding.column}`;
