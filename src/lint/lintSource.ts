import { type Reported, checkFacts } from "./checkFacts.ts";
import { collectFacts } from "./facts/collect.ts";
import type { FactMemory } from "./facts/memory.ts";
import type { Finding } from "./finding.ts";
import { Ignores } from "./ignores.ts";
import { withTokenNames } from "./layout/axisNames.ts";
import type { ParsedText } from "./languages/parsedText.ts";
import { tooLong } from "./languages/parsers.ts";
import type { LintError, LintOptions, LintResult } from "./linter.ts";
import type { Neighbourhood } from "./neighbours.ts";
import { Places } from "./places.ts";
import type { Source } from "./source.ts";
import type { Span } from "./syntax/program.ts";
import { unusedIgnoreFinding } from "./unusedIgnore.ts";

/** One program to check, and what is around it. */
export interface LintJob {
  readonly path: string;
  readonly source: Source;
  readonly neighbourhood: Neighbourhood | null;
  readonly memory: FactMemory | null;
  readonly options: LintOptions;
}

/** Text without any of these has no statistic and no norm: parsing it tells whether it can be read, and that is all. */
const worthReading = /norm|mean|var|std|moments|max|standardi|sum|reduce|gamma|\+=|tokenwise/i;

/** A text that calls the norms of its neighbours may have no word of a norm, but it has sequences. */
const worthReadingWithNeighbours = /\.shape\b|\.size\(|attention|embed|seq|token/i;

/** Checks a parsed text; `parsed` is null where parsing reached its limit. */
export function lintSource(job: LintJob, parsed: ParsedText | null): LintResult {
  const { path, source } = job;
  if (!parsed)
    return {
      findings: [],
      errors: [{ path, message: unparsed(source.text) }],
      unusedIgnores: [],
    };
  const errors = unreadable(path, parsed.unreadable, source);
  const worth =
    worthReading.test(source.text) || (job.neighbourhood && worthReadingWithNeighbours.test(source.text));
  if (!worth) return { findings: [], errors, unusedIgnores: [] };
  return withTokenNames(job.options.tokenAxisNames ?? [], () => lintProgram(job, parsed, errors));
}

const unparsed = (text: string): string => {
  const why = tooLong(text);
  return why === null ? "parsing reached its limit of work" : `${why}, and was not checked`;
};

function lintProgram(job: LintJob, parsed: ParsedText, errors: readonly LintError[]): LintResult {
  const program = parsed.program();
  const { path, source, neighbourhood, options } = job;
  const { facts, complete } = collectFacts(program, { ...job, tokenNames: options.tokenAxisNames ?? [] });
  const ignores = new Ignores(program, source.lines);
  const places = new Places(source, neighbourhood);
  const reports = checkFacts(facts, program, places, options).filter(
    ({ rule, report }) => !ignores.silences(rule.id, report.span),
  );
  const limit = { path, message: "reached its limit of work; findings may be missing" };
  return {
    findings: reports.map((reported) => finding(path, reported, places)),
    errors: complete && parsed.complete ? errors : [...errors, limit],
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

function finding(path: string, { rule, report }: Reported, places: Places): Finding {
  const { source } = places;
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
    related: report.related.map(({ span, message }) => ({ ...places.placeOf(span), message })),
    suggestions: report.suggestions.map(({ title, safe, edits }) => ({
      title,
      safe,
      edits: edits.map((edit) => ({ ...source.placeOf(edit), text: edit.text })),
    })),
    sourceLine: source.lines.textOf(source.lines.line(report.span.start)),
  };
}
