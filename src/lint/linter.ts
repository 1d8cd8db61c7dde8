import { cellLanguage, cellSource, parseNotebook } from "../nbformat/index.ts";
import { collectFacts } from "./facts/collect.ts";
import type { Fact } from "./facts/facts.ts";
import { Surroundings } from "./facts/surroundings.ts";
import type { Finding, Report, Severity } from "./finding.ts";
import { Ignores } from "./ignores.ts";
import { type Grammars, type Parse, type SourceLanguage, createParsers } from "./languages/parsers.ts";
import type { Rule, RuleContext } from "./rules/rule.ts";
import { rules } from "./rules/index.ts";
import { type Source, type SourceCell, fileSource, notebookSources } from "./source.ts";
import type { Program, Span } from "./syntax/program.ts";
import { unusedIgnoreFinding } from "./unusedIgnore.ts";

export interface LintOptions {
  /** Levels by rule id; naming a rule turns it on. */
  readonly rules?: Readonly<Partial<Record<string, Severity | "off">>>;
  /** Names of sizes that count as token axes, beside those that the field uses. */
  readonly tokenAxisNames?: readonly string[];
}

/** What kept a file from being read in full. */
export interface LintError {
  readonly path: string;
  readonly message: string;
  readonly line?: number;
  readonly cell?: number;
}

export interface LintResult {
  readonly findings: readonly Finding[];
  readonly errors: readonly LintError[];
  /** Ignore comments that silenced nothing, as findings of `unused-ignore`; shown on demand. */
  readonly unusedIgnores: readonly Finding[];
}

export type LintLanguage = SourceLanguage | "notebook";

export interface Linter {
  /** @throws NotebookFormatError for a notebook that is none. */
  lint(file: { path: string; text: string; language: LintLanguage }, options?: LintOptions): LintResult;
  lintCells(path: string, cells: readonly SourceCell[], options?: LintOptions): LintResult;
}

/** Starts a linter. The grammars' bytes come from the host; everything after is synchronous. */
export async function createLinter(grammars: Grammars): Promise<Linter> {
  const parse = await createParsers(grammars);
  const run = (path: string, sources: readonly Source[], options: LintOptions): LintResult =>
    joinResults(sources.map((source) => lintSource(path, source, parse, options)));
  return {
    lint: ({ path, text, language }, options = {}) =>
      run(
        path,
        language === "notebook" ? notebookSources(cellsOf(text)) : [fileSource(text, language)],
        options,
      ),
    lintCells: (path, cells, options = {}) => run(path, notebookSources(cells), options),
  };
}

/** The language of a file by its extension; null where the lint does not read it. */
export function languageOfPath(path: string): LintLanguage | null {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  return extensions.get(extension) ?? null;
}

const extensions: ReadonlyMap<string, LintLanguage> = new Map<string, LintLanguage>([
  ["py", "python"],
  ["pyi", "python"],
  ["ts", "typescript"],
  ["mts", "typescript"],
  ["cts", "typescript"],
  ["tsx", "tsx"],
  ["js", "javascript"],
  ["mjs", "javascript"],
  ["cjs", "javascript"],
  ["jsx", "javascript"],
  ["ipynb", "notebook"],
]);

function cellsOf(text: string): SourceCell[] {
  const notebook = parseNotebook(text);
  return notebook.cells.flatMap((cell, index) =>
    cell.cell_type === "code"
      ? [{ number: index + 1, language: cellLanguage(notebook, cell), text: cellSource(cell) }]
      : [],
  );
}

const joinResults = (results: readonly LintResult[]): LintResult => ({
  findings: results.flatMap((result) => result.findings).sort(byPlace),
  errors: results.flatMap((result) => result.errors),
  unusedIgnores: results.flatMap((result) => result.unusedIgnores),
});

const byPlace = (a: Finding, b: Finding): number =>
  (a.cell ?? 0) - (b.cell ?? 0) || a.line - b.line || a.column - b.column;

/** Text without any of these has no statistic and no norm: parsing it tells whether it can be read, and that is all. */
const worthReading = /norm|mean|var|std|moments|max|standardi|sum|reduce|gamma|\+=|tokenwise/i;

function lintSource(path: string, source: Source, parse: Parse, options: LintOptions): LintResult {
  const parsed = parse(source.text, source.language);
  if (!parsed)
    return {
      findings: [],
      errors: [{ path, message: "parsing reached its limit of work" }],
      unusedIgnores: [],
    };
  try {
    const errors = unreadable(path, parsed.unreadable, source);
    if (!worthReading.test(source.text)) return { findings: [], errors, unusedIgnores: [] };
    return lintProgram(path, parsed.program(), errors, source, options);
  } finally {
    parsed.dispose();
  }
}

function lintProgram(
  path: string,
  program: Program,
  errors: readonly LintError[],
  source: Source,
  options: LintOptions,
): LintResult {
  const { facts, complete } = collectFacts(program, source.text, source.lines, source.language !== "python");
  const ignores = new Ignores(program, source.lines);
  const reports = check(facts, program, source, options).filter(
    ({ rule, report }) => !ignores.silences(rule.id, report.span),
  );
  const limit = { path, message: "reached its limit of work; findings may be missing" };
  return {
    findings: reports.map(({ rule, report }) => finding(path, rule, report, source)),
    errors: complete ? errors : [...errors, limit],
    unusedIgnores: ignores.unused.map((unused) => unusedIgnoreFinding(path, unused, source)),
  };
}

function unreadable(path: string, spans: readonly Span[], source: Source): LintError[] {
  const first = spans[0];
  if (!first) return [];
  const { line, cell } = source.placeOf(first);
  return [
    {
      path,
      message: `could not be parsed in full (${source.placeText(first)})`,
      line,
      ...(cell === undefined ? {} : { cell }),
    },
  ];
}

interface Reported {
  readonly rule: Rule;
  readonly report: Report;
}

const levels: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 };

/** Runs the rules over the facts; of several reports of one rule at one place the gravest is kept. */
function check(facts: readonly Fact[], program: Program, source: Source, options: LintOptions): Reported[] {
  const surroundings = new Surroundings(program, source.text);
  const kept = new Map<string, Reported>();
  for (const rule of rules) {
    const setting = options.rules?.[rule.id] ?? (rule.off ? "off" : undefined);
    if (setting === "off") continue;
    for (const fact of facts) {
      const found = rule.check(fact, ruleContext(fact, surroundings, source));
      if (!found) continue;
      const report = setting ? { ...found, severity: setting } : found;
      const key = `${rule.id}:${report.span.start}`;
      const known = kept.get(key);
      if (!known || levels[report.severity] > levels[known.report.severity]) kept.set(key, { rule, report });
    }
  }
  return [...kept.values()];
}

function ruleContext(fact: Fact, surroundings: Surroundings, source: Source): RuleContext {
  return {
    place: (span) => source.placeText(span, fact.span),
    causal: (span) => surroundings.causal([span, fact.span, ...fact.frames]),
    exempt: (span) => surroundings.exempt(span),
    text: (span) => source.text.slice(span.start, span.end),
    javascript: source.language !== "python",
  };
}

function finding(path: string, rule: Rule, report: Report, source: Source): Finding {
  return {
    ruleId: rule.id,
    severity: report.severity,
    message: report.message,
    path,
    ...source.placeOf(report.span),
    axes: report.axes,
    layout: report.layout,
    evidence: report.evidence,
    confidence: report.confidence,
    related: report.related.map(({ span, message }) => ({ ...source.placeOf(span), message })),
    suggestions: report.suggestions.map(({ title, safe, edits }) => ({
      title,
      safe,
      edits: edits.map((edit) => ({ ...source.placeOf(edit), text: edit.text })),
    })),
    sourceLine: source.lines.textOf(source.lines.line(report.span.start)),
  };
}
