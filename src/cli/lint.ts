import { readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import {
  type Finding,
  type LintError,
  type LintLanguage,
  type Linter,
  languageOfPath,
  reporters,
  withSafeFixes,
} from "../lint/index.ts";
import { type CommandIo, UsageError } from "./commandIo.ts";
import { loadLinter } from "./lint/loadLinter.ts";
import { type LintFile, findFiles } from "./lint/findFiles.ts";
import { parseOptions } from "./options.ts";
import { version } from "./version.ts";

const optionTable = {
  format: { type: "string" },
  "max-warnings": { type: "string" },
  notes: { type: "boolean" },
  fix: { type: "boolean" },
  stdin: { type: "boolean" },
  "stdin-filename": { type: "string" },
} as const;

/** `tokenwise lint PATH...`: 0 clean, 1 something was found, 2 a path could not be read or the call was wrong. */
export async function lintCommand(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseOptions("lint", args, optionTable);
  const report = reporterNamed(values.format ?? "text");
  const allowed = warningLimit(values["max-warnings"]);
  if (positionals.length === 0 && !values.stdin)
    throw new UsageError("tokenwise lint: name at least one file or folder.");
  const linter = await loadLinter(io.dist);
  const run = new LintRun(linter, io, values.fix ?? false);
  if (values.stdin) await run.lintStandardInput(values["stdin-filename"] ?? "stdin.py");
  for await (const file of findFiles(positionals, io.cwd, (message) => run.tell(message)))
    await run.lintFile(file);
  const shown = run.findings.filter((finding) => values.notes || finding.severity !== "note");
  io.out(report({ findings: shown, errors: run.errors, version: version(io) }));
  return run.failed ? 2 : exceeds(shown, allowed) ? 1 : 0;
}

function reporterNamed(name: string) {
  const reporter = Object.hasOwn(reporters, name) ? reporters[name] : undefined;
  if (reporter) return reporter;
  throw new UsageError(
    `tokenwise lint: unknown format ${name} (known: ${Object.keys(reporters).join(", ")}).`,
  );
}

function warningLimit(value: string | undefined): number {
  if (value === undefined) return 0;
  if (/^\d+$/.test(value)) return Number(value);
  throw new UsageError(`tokenwise lint: --max-warnings needs a whole number, not ${value}.`);
}

function exceeds(findings: readonly Finding[], allowedWarnings: number): boolean {
  const count = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return count("error") > 0 || count("warning") > allowedWarnings;
}

/** Lints one file after the other and gathers what is found and what went wrong. */
class LintRun {
  readonly findings: Finding[] = [];
  readonly errors: LintError[] = [];
  /** A path could not be read at all. */
  failed = false;
  private readonly linter: Linter;
  private readonly io: CommandIo;
  private readonly fix: boolean;

  constructor(linter: Linter, io: CommandIo, fix: boolean) {
    this.linter = linter;
    this.io = io;
    this.fix = fix;
  }

  tell(message: string): void {
    this.failed = true;
    this.io.err(`tokenwise lint: ${message}\n`);
  }

  async lintFile({ path, language }: LintFile): Promise<void> {
    let text: string;
    try {
      text = await readFile(path, "utf8");
    } catch (error) {
      this.tell(
        `${this.shown(path)} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"}).`,
      );
      return;
    }
    if (this.fix && language !== "notebook") text = await this.fixed(path, text, language);
    this.lintText(this.shown(path), text, language);
  }

  /** Writes the safe fixes of a file and gives its new text. */
  private async fixed(path: string, text: string, language: LintLanguage): Promise<string> {
    const { findings } = this.linter.lint({ path, text, language });
    const result = withSafeFixes(text, findings);
    if (result !== text) await writeFile(path, result);
    return result;
  }

  async lintStandardInput(name: string): Promise<void> {
    const language = languageOfPath(name);
    if (!language)
      throw new UsageError(`tokenwise lint: --stdin-filename ${name} has no extension that the lint reads.`);
    this.lintText(name, await this.io.readInput(), language);
  }

  private lintText(path: string, text: string, language: LintLanguage): void {
    try {
      const { findings, errors } = this.linter.lint({ path, text, language });
      this.findings.push(...findings);
      this.errors.push(...errors);
    } catch (error) {
      const { name, message } = error as Error;
      if (name === "NotebookFormatError") this.tell(`${path}: ${message}`);
      else this.errors.push({ path, message: `could not be checked (${message})` });
    }
  }

  private shown(path: string): string {
    const inside = relative(this.io.cwd, path);
    return inside.startsWith("..") ? path : inside || join(path);
  }
}
