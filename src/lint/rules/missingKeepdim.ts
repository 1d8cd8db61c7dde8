import type { StatisticFact } from "../facts/facts.ts";
import { layoutText } from "../layout/axis.ts";
import { keepdimFix, keepdimWord } from "./keepdimFix.ts";
import type { Rule } from "./rule.ts";
import { evidenceText, layoutNote } from "./wording.ts";

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
    const { input } = statistic;
    const word = keepdimWord(fact, context);
    return {
      span: fact.statistic.span,
      severity: "warning",
      message:
        `${statistic.reduction} over axis ${place} drops that axis of ${fact.subject ?? "its input"}${layoutNote(statistic.input, context) || " (of a rank that nothing here tells)"}, ` +
        "so broadcasting lines the result up with the wrong one: " +
        `a shape error, or silently wrong values when the sizes agree. Pass ${context.javascript ? "keepdims" : `${word}=True`}.`,
      axes: [place],
      layout: layoutText(statistic.input),
      evidence: evidenceText(statistic.input, context),
      confidence: 80,
      related: [
        { span: fact.span, message: "lined up here" },
        ...(input.evidence ? [{ span: input.evidence.span, message: `${layoutText(input)} here` }] : []),
      ],
      suggestions: keepdimFix(fact, word, context),
    };
  },
};

/** The axis whose loss misaligns: any but the first of a tensor that has more than one. */
function lostAxis(fact: StatisticFact): number | null {
  const { axis, input, reduction } = fact.statistic;
  if (axis.kind !== "indices" || axis.indices.length !== 1) return null;
  const index = axis.indices[0]!;
  const rank = input.axes?.length;
  // Batch norms take moments of tensors of any rank.
  if (rank === undefined && reduction === "moments") return null;
  // A recording has one channel mostly, [1, T]: what is left of it lines up.
  if (rank === undefined && fact.statistic.root.exempt === "raw") return null;
  if (rank === undefined) return index >= 1 ? index : null;
  const place = index < 0 ? index + rank : index;
  return place >= 1 && place < rank ? index : null;
}
