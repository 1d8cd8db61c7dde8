import { readFileSync, writeFileSync } from "node:fs";
import { sep } from "node:path";
import type { Finding, LintLanguage, LintOptions, LintResult, Linter, Neighbours } from "../../lint/index.ts";
import { shownPath } from "./shownPath.ts";
import { sourceText } from "./sourceText.ts";

/** A file to check, as plain data: it may go to another thread. */
export interface FileTask {
  /** Absolute. */
  readonly path: string;
  /** As findings name it. */
  readonly shown: string;
  /** The folder that the command runs in. */
  readonly cwd: string;
  readonly language: LintLanguage;
  readonly options: LintOptions;
  /** Whether safe fixes are written. */
  readonly fix: boolean;
}

/** What came of a file. `failure`: why it could not be read at all. */
export interface FileOutcome extends LintResult {
  readonly failure: string | null;
}

const nothing = { findings: [], errors: [], unusedIgnores: [], failure: null };

/** Reads a file, writes its safe fixes where asked, and checks it. Whatever goes wrong is told in the outcome. */
export function checkFile(linter: Linter, task: FileTask, neighbours: Neighbours): FileOutcome {
  let source;
  try {
    source = sourceText(readFileSync(task.path));
  } catch (error) {
    return { ...nothing, failure: `${task.shown} cannot be read (${codeOf(error)}).` };
  }
  const outcome = checkText(linter, task, source.text, neighbours);
  const fixed = task.fix
    ? linter.fixed({ text: source.text, language: task.language }, outcome.findings)
    : source.text;
  if (fixed === source.text) return outcome;
  if (!source.isUtf8) return withError(outcome, task, "is not UTF-8, so its fixes were not written");
  try {
    writeFileSync(task.path, fixed);
  } catch (error) {
    return { ...outcome, failure: `${task.shown} cannot be written (${codeOf(error)}).` };
  }
  return checkText(linter, task, fixed, neighbours);
}

/** Checks a text in the name of a task's file. */
export function checkText(linter: Linter, task: FileTask, text: string, neighbours: Neighbours): FileOutcome {
  const { language, options } = task;
  try {
    // Imports are looked up from the absolute path.
    const path = task.path.split(sep).join("/");
    const { findings, errors, unusedIgnores } = linter.lint({ path, text, language, neighbours }, options);
    return {
      findings: findings.map((finding) => renamed(finding, task)),
      errors: errors.map((error) => ({ ...error, path: task.shown })),
      unusedIgnores: unusedIgnores.map((finding) => renamed(finding, task)),
      failure: null,
    };
  } catch (error) {
    const { name, message } = error as Error;
    if (name === "NotebookFormatError") return { ...nothing, failure: `${task.shown}: ${message}` };
    return uncheckable(task, message);
  }
}

const renamed = (finding: Finding, { shown, cwd }: FileTask): Finding => ({
  ...finding,
  path: shown,
  related: finding.related.map((place) =>
    place.path === undefined ? place : { ...place, path: shownPath(place.path, cwd) },
  ),
});

/** The outcome of a file whose check broke off. */
export const uncheckable = (task: FileTask, why: string): FileOutcome =>
  withError(nothing, task, `could not be checked (${why.split("\n")[0]})`);

const withError = (outcome: FileOutcome, task: FileTask, message: string): FileOutcome => ({
  ...outcome,
  errors: [...outcome.errors, { path: task.shown, message }],
});

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "unknown";
