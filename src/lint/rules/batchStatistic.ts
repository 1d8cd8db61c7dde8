import type { NormFact, StatisticFact } from "../facts/facts.ts";
import { pooledPlaces } from "../facts/operations/reductions.ts";
import type { Report } from "../finding.ts";
import { type Layout, holdsRole, holdsTokens, isTokenActivation, layoutText } from "../layout/axis.ts";
import { normPlaces } from "./normOverTokens.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { axesText, evidenceText, layoutNote, tokensText } from "./wording.ts";

/** Statistics over the batch: a batch norm on token activations, or a hand-written norm over the batch axis. */
export const batchStatistic: Rule = {
  id: "batch-statistic",
  summary: "A normalisation of token activations takes its statistics over the batch.",
  level: "note",
  check(fact, context) {
    if (fact.kind === "norm" && fact.norm.reach.kind === "batch" && fact.input)
      return layerReport(fact, fact.input, context);
    return fact.kind === "statistic" ? statisticReport(fact, context) : null;
  },
};

function layerReport(fact: NormFact, input: Layout, context: RuleContext): Report | null {
  const places = normPlaces(fact.norm, input);
  if (!places || !input.evidence || !isTokenActivation(input) || context.exempt(fact.norm.span)) return null;
  const tokens = places.some((place) => holdsTokens(input.axes![place]!));
  const causal = context.causal(fact.norm.span);
  const axes = input.axes!;
  const pooled = `${fact.norm.name} over ${axesText(places, axes.length)} of its input${layoutNote(input, context)} pools`;
  const message = tokens
    ? `${pooled} batch and ${tokensText(places.map((place) => axes[place]!))} while training and uses frozen statistics in eval(): training sees later tokens, generation does not.`
    : `${pooled} the sequences of a batch, so while training each sequence reads the others.`;
  return {
    ...shared(fact, places, input, context),
    span: fact.norm.via ?? fact.norm.span,
    severity: causal && input.evidence.how !== "convolution" ? "warning" : "note",
    message: `${message} Use LayerNorm(${channelName(input)}), or silence with a reason if intended.`,
    confidence: 80,
  };
}

const channelName = (layout: Layout): string =>
  layout.axes!.find((axis) => axis.role === "channel")?.name ?? "C";

function statisticReport(fact: StatisticFact, context: RuleContext): Report | null {
  const { statistic } = fact;
  const layout = statistic.input;
  const places = layout.evidence && isTokenActivation(layout) ? pooledPlaces(statistic.axis, layout) : null;
  if (!places || statistic.root.exempt !== null || statistic.root.restored || context.exempt(statistic.span))
    return null;
  const axes = places.map((place) => layout.axes![place]!);
  if (axes.some(holdsTokens) || !axes.some((axis) => holdsRole(axis, "batch"))) return null;
  if (context.onlyMeasured()) return null;
  const span = statistic.via ?? statistic.span;
  return {
    ...shared(fact, places, layout, context),
    span,
    severity: context.causal(span) ? "warning" : "note",
    message:
      `${statistic.reduction} over ${axesText(places, layout.axes!.length)} pools the sequences of a batch` +
      `${layoutNote(layout, context)}, so what a token becomes depends on the batch it is in. ` +
      `Take it over the channels (${channelName(layout)}).`,
    confidence: 75,
  };
}

function shared(
  fact: NormFact | StatisticFact,
  places: readonly number[],
  layout: Layout,
  context: RuleContext,
) {
  return {
    axes: places,
    layout: layoutText(layout),
    evidence: evidenceText(layout, context),
    related: [
      ...(layout.evidence ? [{ span: layout.evidence.span, message: `${layoutText(layout)} here` }] : []),
      ...(fact.kind === "norm" ? [{ span: fact.span, message: "applied here" }] : []),
    ],
    suggestions: [],
  };
}
