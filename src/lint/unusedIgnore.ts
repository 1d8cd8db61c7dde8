import type { Finding } from "./finding.ts";
import type { UnusedIgnore } from "./ignores.ts";
import { rules } from "./rules/index.ts";
import type { Source } from "./source.ts";

/** No rule, because it is about comments and not about facts; listed beside the rules where it is asked for. */
export const unusedIgnoreRule = {
  id: "unused-ignore",
  summary: "A comment silences a rule that finds nothing there.",
  level: "warning",
  off: true,
} as const;

/** A finding for a comment that silences nothing. */
export function unusedIgnoreFinding(path: string, unused: UnusedIgnore, source: Source): Finding {
  return {
    ruleId: unusedIgnoreRule.id,
    severity: unusedIgnoreRule.level,
    message: message(unused),
    path,
    ...source.placeOf(unused.span),
    axes: [],
    layout: null,
    evidence: null,
    confidence: 100,
    related: [],
    suggestions: [],
    sourceLine: source.lines.textOf(source.lines.line(unused.span.start)),
  };
}

function message({ rules: named }: UnusedIgnore): string {
  if (named === null) return "This comment silences nothing. Remove it.";
  const unknown = named.filter((id) => rules.every((rule) => rule.id !== id));
  if (unknown.length > 0)
    return `There is no rule ${unknown.join(", ")} (known: ${rules.map(({ id }) => id).join(", ")}).`;
  return `This comment silences ${named.join(", ")}, which finds nothing here. Remove it.`;
}
