import { FactContext } from "./factContext.ts";
import type { Fact } from "./facts/facts.ts";
import { Surroundings } from "./facts/surroundings.ts";
import type { Report, Severity } from "./finding.ts";
import type { Evidence } from "./layout/axis.ts";
import type { LintOptions } from "./linter.ts";
import type { Places } from "./places.ts";
import type { Rule } from "./rules/rule.ts";
import { rules } from "./rules/index.ts";
import type { Program } from "./syntax/program.ts";

export interface Reported {
  readonly rule: Rule;
  readonly report: Report;
}

const levels: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 };

const outranks = (a: Report, b: Report): boolean =>
  levels[a.severity] === levels[b.severity]
    ? a.confidence > b.confidence
    : levels[a.severity] > levels[b.severity];

/** Runs the rules over the facts; of several reports of one rule at one place the gravest, of those the surest, is kept. */
export function checkFacts(
  facts: readonly Fact[],
  program: Program,
  places: Places,
  options: LintOptions,
): Reported[] {
  const surroundings = new Surroundings(program, places.source.text);
  const contexts = facts.map((fact) => new FactContext(fact, surroundings, places));
  const kept = new Map<string, Reported>();
  for (const rule of rules) {
    const setting = options.rules?.[rule.id] ?? (rule.off ? "off" : undefined);
    if (setting === "off") continue;
    for (const context of contexts) {
      const report = reportOf(rule, context, places);
      if (!report) continue;
      const levelled = setting ? { ...report, severity: setting } : report;
      const key = `${rule.id}:${report.span.start}`;
      const known = kept.get(key);
      if (!known || outranks(levelled, known.report)) kept.set(key, { rule, report: levelled });
    }
  }
  return [...kept.values()];
}

function reportOf(rule: Rule, context: FactContext, places: Places): Report | null {
  const report = rule.check(context.fact, context);
  if (!report || places.isOwn(report.span)) return report;
  return movedToCall(report, context.fact, places);
}

/**
 * A finding in a neighbouring file is told where this file calls it, and only if this file tells the layout: what the
 * neighbour shows by itself is told when it is checked.
 */
function movedToCall(report: Report, fact: Fact, places: Places): Report | null {
  const call = fact.frames.findLast((frame) => places.isOwn(frame));
  const evidence = evidenceOf(fact);
  if (!call || !evidence || !places.isOwn(evidence.span)) return null;
  const related = [...report.related, { span: report.span, message: "computed here" }];
  return { ...report, span: call, related, suggestions: [] };
}

function evidenceOf(fact: Fact): Evidence | null {
  if (fact.kind === "statistic") return fact.statistic.input.evidence;
  return fact.kind === "norm" ? (fact.input?.evidence ?? null) : null;
}
