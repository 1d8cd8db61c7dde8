import { resolve } from "node:path";
import { type LintLanguage, type Reporter, languageOfPath, reporters } from "../../lint/index.ts";
import { UsageError } from "../commandIo.ts";
import { parseOptions } from "../options.ts";

const optionTable = {
  format: { type: "string" },
  "max-warnings": { type: "string" },
  notes: { type: "boolean" },
  "unused-ignores": { type: "boolean" },
  fix: { type: "boolean" },
  config: { type: "string" },
  baseline: { type: "string" },
  "write-baseline": { type: "string" },
  stdin: { type: "boolean" },
  "stdin-filename": { type: "string" },
} as const;

/** What `tokenwise lint` was asked for; file names of options are absolute. */
export interface LintRequest {
  readonly paths: readonly string[];
  readonly report: Reporter;
  readonly maxWarnings: number;
  readonly notes: boolean;
  readonly unusedIgnores: boolean;
  readonly fix: boolean;
  readonly config: string | null;
  readonly baseline: string | null;
  readonly writeBaseline: string | null;
  /** The text that comes on standard input, by the name that it goes by. */
  readonly stdin: { readonly name: string; readonly language: LintLanguage } | null;
}

/** @throws UsageError with one sentence that names the option or value */
export function lintRequest(args: string[], cwd: string): LintRequest {
  const { values, positionals } = parseOptions("lint", args, optionTable);
  const absolute = (path: string | undefined): string | null =>
    path === undefined ? null : resolve(cwd, path);
  const maxWarnings = warningLimit(values["max-warnings"]);
  if (positionals.length === 0 && !values.stdin)
    throw new UsageError("tokenwise lint: name at least one file or folder.");
  if (values.fix && values.stdin)
    throw new UsageError("tokenwise lint: --fix writes files, and --stdin names none.");
  if (values["stdin-filename"] !== undefined && !values.stdin)
    throw new UsageError("tokenwise lint: --stdin-filename goes with --stdin.");
  return {
    paths: positionals,
    report: reporterNamed(values.format ?? "text"),
    maxWarnings,
    notes: values.notes ?? false,
    unusedIgnores: values["unused-ignores"] ?? false,
    fix: values.fix ?? false,
    config: absolute(values.config),
    baseline: absolute(values.baseline),
    writeBaseline: absolute(values["write-baseline"]),
    stdin: values.stdin ? standardInput(values["stdin-filename"] ?? "stdin.py") : null,
  };
}

function reporterNamed(name: string): Reporter {
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

function standardInput(name: string): NonNullable<LintRequest["stdin"]> {
  const language = languageOfPath(name);
  if (language) return { name, language };
  throw new UsageError(`tokenwise lint: --stdin-filename ${name} has no extension that the lint reads.`);
}
