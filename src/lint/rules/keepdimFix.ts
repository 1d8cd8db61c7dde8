import type { StatisticFact } from "../facts/facts.ts";
import { keepNames } from "../facts/operations/reductions.ts";
import type { Suggestion } from "../finding.ts";
import type { RuleContext } from "./rule.ts";

/** The keyword as the library of the statistic calls it. */
export function keepdimWord(fact: StatisticFact, context: RuleContext): string {
  const call = context.text(fact.statistic.span);
  if (/\baxis\b|\b(np|jnp|tf)\.|K\./.test(call)) return "keepdims";
  if (/\bdim\b|\btorch\./.test(call)) return "keepdim";
  const above = context.text({ start: 0, end: fact.span.start });
  const numeric = /^\s*(import|from)\s+(numpy|jax|tensorflow)\b/m.test(above) && !/\btorch\b/.test(above);
  return numeric ? "keepdims" : "keepdim";
}

/**
 * The edit that keeps the axis: none where the call has no plain place for it, and none where the statistic has other
 * uses, which may count on the axis being gone.
 */
export function keepdimFix(fact: StatisticFact, word: string, context: RuleContext): Suggestion[] {
  const { args, span } = fact.statistic;
  if (context.javascript || !args || args.all.length === 0 || !context.onlyUsedIn(span, fact.span)) return [];
  if (args.all.some(({ expression }) => expression.kind === "spread" || expression.kind === "constant"))
    return replaced(fact, context);
  const end = Math.max(...args.all.map(({ expression }) => expression.span.end));
  const closes = /^\s*(,\s*)?(#.*\s*)*\)$/.test(context.text({ start: end, end: span.end }));
  const edit = { start: end, end, text: `, ${word}=True` };
  return closes ? [{ title: `Add ${word}=True`, edits: [edit], safe: true }] : [];
}

/** `keepdim=False` becomes `keepdim=True`; any other constant may stand for it by its place. */
function replaced(fact: StatisticFact, context: RuleContext): Suggestion[] {
  const given = fact.statistic.args!.find(null, ...keepNames);
  if (given?.name == null || context.text(given.expression.span) !== "False") return [];
  const edits = [{ ...given.expression.span, text: "True" }];
  return [{ title: `Change to ${given.name}=True`, edits, safe: true }];
}
