import type { StatisticFact } from "../facts/facts.ts";
import type { Suggestion } from "../finding.ts";
import { layoutText } from "../layout/axis.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { evidenceText } from "./wording.ts";

/** A statistic that lost its axis is lined up with the wrong one: `x - x.mean(-1)`. */
export const missingKeepdim: Rule = {
  id: "missing-keepdim",
  summary: "A statistic without keepdim is lined up with the wrong axis.",
  level: "warning",
  check(fact, context) {
    if (fact.kind !== "statistic" || fact.reshaped || fact.statistic.keepdims) return null;
    const place = lostAxis(fact);
    if (place === null) return null;
    const { statistic } = fact;
    const word = /\baxis\b|\b(np|jnp|tf)\.|K\./.test(context.text(statistic.span)) ? "keepdims" : "keepdim";
    return {
      span: fact.statistic.span,
      severity: "warning",
      message:
        `${statistic.reduction} over axis ${place} drops that axis, so broadcasting lines the result up with the wrong one: ` +
        `a shape error, or silently wrong values when the sizes agree. Pass ${context.javascript ? "keepdims" : `${word}=True`}.`,
      axes: [place],
      layout: layoutText(statistic.input),
      evidence: evidenceText(statistic.input, context),
      confidence: 80,
      related: [{ span: fact.span, message: "lined up here" }],
      suggestions: suggestions(fact, word, context),
    };
  },
};

/** The axis whose loss misaligns: any but the first of a tensor that has more than one. */
function lostAxis(fact: StatisticFact): number | null {
  const { axis, input } = fact.statistic;
  if (axis.kind !== "indices" || axis.indices.length !== 1 || fact.statistic.reduction === "moments")
    return null;
  const index = axis.indices[0]!;
  const rank = input.axes?.length;
  if (rank === undefined) return index >= 1 ? index : null;
  const place = index < 0 ? index + rank : index;
  return place >= 1 && place < rank ? index : null;
}

function suggestions(fact: StatisticFact, word: string, context: RuleContext): Suggestion[] {
  if (context.javascript) return [];
  const end = fact.statistic.span.end - 1;
  return [{ title: `Add ${word}=True`, edits: [{ start: end, end, text: `, ${word}=True` }], safe: true }];
}
