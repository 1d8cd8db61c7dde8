import type { Rule } from "./rule.ts";

/** A scale or shift with one value per token: nothing leaks, but it is not shared by all tokens. */
export const affinePerToken: Rule = {
  id: "affine-per-token",
  summary: "A scale or shift has a size per token instead of one vector for all tokens.",
  level: "warning",
  off: true,
  check(fact) {
    if (fact.kind !== "affine") return null;
    return {
      span: fact.span,
      severity: "warning",
      message:
        `${fact.name} has one value per token along axis ${fact.tokenAxis} ([${fact.sizes.join(", ")}], by these names), so it is ` +
        `tied to the length of a sequence. Use one vector over the channels, [${fact.sizes.at(-1)}], for all tokens.`,
      axes: [fact.tokenAxis],
      layout: `[${fact.sizes.join(", ")}]`,
      evidence: `the sizes ${fact.sizes.join(", ")}`,
      confidence: 70,
      related: [],
      suggestions: [],
    };
  },
};
