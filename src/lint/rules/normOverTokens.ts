import type { NormFact } from "../facts/facts.ts";
import type { NormLayer } from "../facts/layers/layer.ts";
import { pooledPlaces } from "../facts/operations/reductions.ts";
import type { Report, Severity } from "../finding.ts";
import { type Axis, type Layout, holdsTokens, isTokenActivation, layoutText } from "../layout/axis.ts";
import { axesFromNames, roleOfName } from "../layout/axisNames.ts";
import { normRepairs } from "./normRepairs.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { axesText, causalText, consequence, evidenceText, layoutNote, tokensText } from "./wording.ts";

/** A norm layer (not a batch norm) that is configured, or applied, so that its statistics run over tokens. */
export const normOverTokens: Rule = {
  id: "norm-over-tokens",
  summary: "A normalisation layer takes its statistics over tokens.",
  level: "warning",
  check(fact, context) {
    if (fact.kind !== "norm" || fact.norm.reach.kind === "batch" || context.exempt(fact.norm.span))
      return null;
    // The shape that a functional norm is given may say all where its input tells nothing.
    const shapeOnly = fact.norm.functional && fact.norm.reach.kind === "trailing" && !fact.input?.axes;
    if (fact.input && !shapeOnly) return appliedReport(fact, byRank(fact, fact.input), context);
    return fact.norm.reach.kind === "axes" ? builtAxesReport(fact, context) : builtReport(fact, context);
  },
};

/** A norm over the last two axes of a tensor of three plain sizes pools tokens, whichever of the two they are. */
function byRank(fact: NormFact, input: Layout): Layout {
  const { reach } = fact.norm;
  const unknown = input.axes?.length === 3 && input.axes.every((axis) => axis.role === "unknown");
  if (!unknown || input.evidence?.how !== "rank") return input;
  if (reach.kind !== "trailing" || reach.sizes.length !== 2) return input;
  return { ...input, axes: axesFromNames(["B", "N", "C"]) };
}

/** The axes of an input of known rank that a norm pools, from the front. */
export function normPlaces(norm: NormLayer, layout: Layout): number[] | null {
  const rank = layout.axes?.length;
  if (rank === undefined) return null;
  const all = Array.from({ length: rank }, (_, index) => index);
  const { reach } = norm;
  switch (reach.kind) {
    case "trailing":
      return reach.sizes.length <= rank ? all.slice(rank - reach.sizes.length) : null;
    case "axes":
      return pooledPlaces(reach.axis, layout);
    case "from":
      return all.slice(reach.axis);
    case "groups":
      return all.slice(1);
    case "window":
      return [reach.axis];
    case "instance":
    case "batch":
      return all.filter(
        (place) => (reach.kind === "batch" || place > 0) && place !== (reach.channelAxis + rank) % rank,
      );
  }
}

/** A shape whose names say tokens and channels: `LayerNorm([seq_len, d_model])`. */
function builtReport(fact: NormFact, context: RuleContext): Report | null {
  const { reach } = fact.norm;
  if (reach.kind !== "trailing" || reach.sizes.length < 2) return null;
  const axes = shapeAxes(reach.sizes.map((size) => size.name));
  const layout: Layout = { axes, evidence: null, named: new Map() };
  if (!isTokenActivation(layout) || axes.at(-1)?.role !== "channel") return null;
  if (fact.norm.functional && context.onlyMeasured()) return null;
  const places = axes.map((_, index) => index - axes.length);
  const names = reach.sizes.map((size) => size.name ?? String(size.value));
  const shape = `[..., ${names.join(", ")}]`;
  const causal = context.causal(fact.norm.span);
  return {
    ...common(fact, fact.norm.via ?? fact.norm.span, severity(fact.norm, causal), context),
    message:
      `${fact.norm.name}([${names.join(", ")}]) takes one mean and variance over ${axesText(places, Infinity)}, all ` +
      `${tokensText(axes)} of a sequence (${shape}, by these names), ` +
      `${consequence(causal, context)}. ${shapeRepair(fact.norm, names.at(-1)!)}`,
    axes: places,
    layout: shape,
    evidence: `the names ${names.join(", ")}`,
    related: causal ? [{ span: causal, message: causalText(causal, context) }] : [],
    suggestions: normRepairs(fact.norm, context),
  };
}

/** Behind a size that only sequences have, the last size is the channels', whatever its name. */
function shapeAxes(names: readonly (string | null)[]): Axis[] {
  const axes = axesFromNames(names);
  const [token, last] = [names[0], axes.at(-1)];
  const sized = axes.length === 2 && token !== null && token !== undefined && roleOfName(token) === "token";
  if (sized && last?.role === "unknown" && last.name !== null && roleOfName(last.name) === null) {
    axes[0]!.role = "token";
    last.role = "channel";
  }
  return axes;
}

/** `LayerNormalization(axis=1)` in code about Transformers, applied nowhere in sight of a known layout. */
function builtAxesReport(fact: NormFact, context: RuleContext): Report | null {
  const { reach, axisSpan, inputs, name, span, via } = fact.norm;
  if (reach.kind !== "axes" || reach.axis.kind !== "indices" || axisSpan === null) return null;
  if (!fact.amongTokens || inputs.some((input) => input.axes !== null)) return null;
  const axes = axesFromNames(["B", "N", "C"]);
  const places = reach.axis.indices.map((index) => (index < 0 ? index + 3 : index));
  if (!places.includes(1) || places.some((place) => place < 0 || place > 2)) return null;
  const causal = context.causal(span);
  return {
    ...common(fact, via ?? span, severity(fact.norm, causal), context),
    confidence: 65,
    message:
      `${name} over ${axesText(places, 3)} takes its statistics over the tokens of a sequence ([B, N, C], by the attention in this code), ` +
      `${consequence(causal, context)}. Use the channel axis alone, axis -1.`,
    axes: places,
    layout: layoutText({ axes, evidence: null, named: new Map() }),
    evidence: "the attention in this code",
    related: causal ? [{ span: causal, message: causalText(causal, context) }] : [],
    suggestions: normRepairs(fact.norm, context),
  };
}

const shapeRepair = (norm: NormLayer, channels: string): string =>
  norm.functional
    ? `Use the channel size alone, (${channels},).`
    : `Use ${norm.name}(${channels}); the saved weights change shape, so retrain.`;

function appliedReport(fact: NormFact, input: Layout, context: RuleContext): Report | null {
  const places = normPlaces(fact.norm, input);
  if (!places || !input.evidence || !isTokenActivation(input)) return null;
  const pooled = places.map((place) => input.axes![place]!);
  if (!pooled.some(holdsTokens) || (fact.norm.functional && context.onlyMeasured())) return null;
  const span = reportSpan(fact);
  const causal = context.causal(span);
  return {
    ...common(fact, span, severity(fact.norm, causal), context),
    message:
      `${fact.norm.name} over ${axesText(places, input.axes!.length)} takes its statistics over the ${tokensText(pooled)} ` +
      `of its input${layoutNote(input, context)}, ${consequence(causal, context)}. ${repair(fact.norm, input)}`,
    axes: places,
    layout: layoutText(input),
    evidence: evidenceText(input, context),
    related: [
      { span: input.evidence.span, message: `${layoutText(input)} here` },
      ...(causal ? [{ span: causal, message: causalText(causal, context) }] : []),
      ...(span === fact.span ? [] : [{ span: fact.span, message: "applied here" }]),
    ],
    suggestions: normRepairs(fact.norm, context),
  };
}

/** Where the mistake is made: in the configuration, or, for a layer over the last axis, where it is applied. */
function reportSpan(fact: NormFact): NormFact["span"] {
  const { reach, via, span } = fact.norm;
  const last =
    (reach.kind === "trailing" && reach.sizes.length === 1) ||
    (reach.kind === "axes" && fact.norm.axisSpan === null);
  const within = fact.span.start <= span.start && span.end <= fact.span.end;
  return last && !within ? fact.span : (via ?? span);
}

function severity(norm: NormLayer, causal: unknown): Severity {
  if (causal) return "error";
  return norm.reach.kind === "groups" || norm.reach.kind === "instance" ? "note" : "warning";
}

function repair(norm: NormLayer, input: Layout): string {
  const channel = input.axes!.find((axis) => axis.role === "channel")?.name ?? "C";
  switch (norm.reach.kind) {
    case "groups":
    case "instance":
    case "window":
      return `Use LayerNorm(${channel}) over the channels, or silence this with a reason if it is intended.`;
    case "from":
      return norm.name === "layer_norm" && norm.reach.axis === 1 && norm.axisSpan === null
        ? "Pass begin_norm_axis=-1."
        : `Normalise over the last axis alone, ${channel}.`;
    case "axes":
      return norm.name === "normalize" ? "Pass dim=-1." : "Use the channel axis alone, axis -1.";
    default:
      return norm.reach.kind === "trailing" && norm.reach.sizes.length === 1
        ? `Move the channels (${channel}) last before it.`
        : shapeRepair(norm, channel);
  }
}

function common(fact: NormFact, span: NormFact["span"], level: Severity, _context: RuleContext) {
  return { span, severity: level, confidence: fact.input ? 90 : 85 };
}
