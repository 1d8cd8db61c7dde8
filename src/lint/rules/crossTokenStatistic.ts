import type { LoopFact, StatisticFact } from "../facts/facts.ts";
import { pooledPlaces } from "../facts/operations/reductions.ts";
import type { Statistic } from "../facts/values.ts";
import type { Report, Suggestion } from "../finding.ts";
import {
  type Axis,
  type Layout,
  holdsRole,
  holdsTokens,
  isTokenActivation,
  layoutText,
} from "../layout/axis.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { axesText, causalText, consequence, evidenceText, layoutNote, tokensText } from "./wording.ts";

/** A hand-written norm whose mean, variance, norm, maximum or range runs over tokens. */
export const crossTokenStatistic: Rule = {
  id: "cross-token-statistic",
  summary: "A hand-written normalisation takes its statistics over tokens.",
  level: "warning",
  check(fact, context) {
    if (fact.kind === "loop") return loopReport(fact, context);
    return fact.kind === "statistic" ? statisticReport(fact, context) : null;
  },
};

function statisticReport(fact: StatisticFact, context: RuleContext): Report | null {
  const { statistic } = fact;
  const layout = evidencedLayout(fact);
  if (!layout || statistic.root.exempt !== null || statistic.root.restored) return null;
  const places = pooledPlaces(statistic.axis, layout);
  const pooled = places?.map((place) => layout.axes![place]!) ?? [];
  const span = statistic.via ?? statistic.span;
  if (!places || !pooled.some(holdsTokens) || context.exempt(statistic.span)) return null;
  if (context.onlyMeasured()) return null;
  const causal = context.causal(span);
  const shape = layoutNote(layout, context);
  return {
    span,
    severity: causal ? "error" : onPurpose(statistic, pooled, context) ? "note" : "warning",
    message:
      `${statistic.reduction} over ${axesText(places, layout.axes!.length)} pools the ${tokensText(pooled)} of ` +
      `${fact.subject ?? "the input"}${shape}, ${consequence(causal, context)}. Use ${repair(layout, statistic, context)}.`,
    axes: places,
    layout: layoutText(layout),
    evidence: evidenceText(layout, context),
    confidence: causal ? 95 : 85,
    related: [
      ...(layout.evidence ? [{ span: layout.evidence.span, message: `${layoutText(layout)} here` }] : []),
      ...(causal ? [{ span: causal, message: causalText(causal, context) }] : []),
      ...(statistic.via ? [{ span: statistic.span, message: "the statistic" }] : []),
    ],
    suggestions: suggestions(statistic, layout, context),
  };
}

/**
 * The layout of the statistic's input, where tokens and channels are evidenced. A vector that scales the last axis does
 * not tell the rank: axes 1 and 2 may be the height and width of an image.
 */
function evidencedLayout(fact: StatisticFact): Layout | null {
  const layout = fact.statistic.input;
  const { axis } = fact.statistic;
  if (layout.evidence?.how === "gain" && axis.kind === "indices" && axis.indices.join() === "1,2")
    return null;
  return layout.evidence && isTokenActivation(layout.columnOf ?? layout) ? layout : null;
}

/**
 * What is done on purpose where nothing is causal: one maximum for the whole tensor, as quantisers take it; batch, instance
 * and global norms, which say in their names that they pool; batch norms over tokens that were folded into the batch.
 */
const onPurpose = (statistic: Statistic, pooled: readonly Axis[], context: RuleContext): boolean =>
  (statistic.axis.kind === "all" && /^(maximum|minimum|range)$/.test(statistic.measure)) ||
  pooled.every((axis) => axis.role === "merged" && holdsTokens(axis) && holdsRole(axis, "batch")) ||
  context.namedForPooling(statistic.span);

const keyword = (context: RuleContext, statistic: Statistic): string => {
  const source = context.text(statistic.span);
  if (/\b(axis|keepdims)\s*=|\b(np|jnp|tf)\./.test(source)) return "axis";
  return "dim";
};

const channelPlace = (layout: Layout): number => {
  const place = layout.axes!.findIndex((axis) => axis.role === "channel");
  return place === layout.axes!.length - 1 ? -1 : place;
};

function repair(layout: Layout, statistic: Statistic, context: RuleContext): string {
  if (/^(the loop|cumsum)$/.test(statistic.reduction)) return "the statistic of each token's own channels";
  const place = channelPlace(layout);
  const pattern = patternOf(layout, statistic, context);
  if (pattern) return pattern;
  const own = context.javascript ? `axis ${place} with keepdims` : keywords(place, statistic, context);
  return hasChannels(layout)
    ? own
    : `${own} while the channels (${channelName(layout)}) have an axis of their own`;
}

/** `reduce(x, "b n c -> b 1 c", "mean")` takes the statistic over the channels by another pattern. */
function patternOf(layout: Layout, statistic: Statistic, context: RuleContext): string | null {
  const from = /["']\s*([^"'()]*?)\s*->/.exec(context.text(statistic.span))?.[1]?.split(/\s+/);
  if (!from || from.length !== layout.axes!.length || !hasChannels(layout)) return null;
  return `the pattern "${from.join(" ")} -> ${from.with(channelPlace(layout), "1").join(" ")}"`;
}

/** Whether the channels lie on an axis alone; flattened with others, no axis argument takes them by themselves. */
const hasChannels = (layout: Layout): boolean => layout.axes!.some((axis) => axis.role === "channel");

const channelName = (layout: Layout): string =>
  layout.axes!.flatMap((axis) => axis.parts).find((part) => part.role === "channel")?.name ?? "C";

function keywords(place: number, statistic: Statistic, context: RuleContext): string {
  return keyword(context, statistic) === "axis"
    ? `axis=${place}, keepdims=True`
    : `dim=${place}, keepdim=True`;
}

function suggestions(statistic: Statistic, layout: Layout, context: RuleContext): Suggestion[] {
  if (!statistic.axisSpan || statistic.via || !hasChannels(layout)) return [];
  const place = String(channelPlace(layout));
  const old = context.text(statistic.axisSpan);
  if (!/^[-\d\s,()[\]]+$/.test(old)) return [];
  const text = /^\[/.test(old) ? `[${place}]` : place;
  return [
    {
      title: `Take the statistic over the channels: ${old} to ${text}`,
      edits: [{ ...statistic.axisSpan, text }],
      safe: false,
    },
  ];
}

const loopReasons: Readonly<Record<LoopFact["reason"], string>> = {
  flat: "adds up the whole buffer",
  "never reset": "is not set back to 0 for each token",
  "token loop inside": "runs over the tokens of one channel",
  stride: "steps by the number of tokens instead of channels",
};

function loopReport(fact: LoopFact, context: RuleContext): Report | null {
  if (context.exempt(fact.span)) return null;
  const causal = context.causal(fact.span);
  const { layout } = fact;
  const places = fact.reason === "flat" || fact.reason === "never reset" ? [0, 1] : [0];
  return {
    span: fact.span,
    severity: causal ? "error" : "warning",
    message:
      `This sum ${loopReasons[fact.reason]}, so the statistic that normalises ${fact.array} pools ${loopTokens(fact, places, context)}, ` +
      `${consequence(causal, context)}. Loop over tokens outside, over channels inside, and start each sum anew per token.`,
    axes: places,
    layout: layout && layoutText(layout),
    evidence: layout ? evidenceText(layout, context) : "the bounds of the loops",
    confidence: 85,
    related: [
      ...(layout?.evidence ? [{ span: layout.evidence.span, message: `${layoutText(layout)} here` }] : []),
      ...(causal ? [{ span: causal, message: causalText(causal, context) }] : []),
    ],
    suggestions: [],
  };
}

/** `the T tokens over axis 0 ([T, C], named in line 1)`; without a layout the bounds of the loops say what is pooled. */
function loopTokens({ layout, pooled }: LoopFact, places: readonly number[], context: RuleContext): string {
  if (!layout) {
    const bounds = pooled.length > 0 ? `, ${pooled.join(" and ")}` : "";
    return `the tokens over axis 0 (one row a token, by the bounds of the loops${bounds})`;
  }
  return `the ${tokensText(layout.axes!)} over ${axesText(places, layout.axes!.length)}${layoutNote(layout, context)}`;
}
