import { type Axis, type Evidence, type Layout, holdsTokens, layoutText } from "../layout/axis.ts";
import type { Span } from "../syntax/program.ts";
import type { RuleContext } from "./rule.ts";

const sources: Readonly<Record<Evidence["how"], string>> = {
  unpacked: "unpacked in",
  annotated: "annotated in",
  stated: "stated in",
  reshaped: "by the shape given in",
  pattern: "by the einops pattern in",
  attention: "read by attention in",
  embedding: "embedded in",
  named: "named in",
  gain: "by the vector that scales its last axis in",
  convolution: "read by the causal convolution in",
  replaced: "read by the Transformer's norm that is replaced in",
  indexed: "indexed in",
  rank: "by its rank in",
};

/** `unpacked in line 12`. */
export const evidenceText = (layout: Layout, context: RuleContext): string | null =>
  layout.evidence ? `${sources[layout.evidence.how]} ${context.place(layout.evidence.span)}` : null;

/** ` ([B, T, C], unpacked in line 12)`, or nothing where the layout is not known. */
export function layoutNote(layout: Layout, context: RuleContext): string {
  const parts = [layoutText(layout), evidenceText(layout, context)].filter((part) => part !== null);
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}

/** The name of the token axis among these, such as `T`. */
function tokenName(axes: readonly Axis[]): string {
  const all = axes.flatMap((axis) => [axis, ...axis.parts]);
  const token = all.find((axis) => axis.role === "token") ?? all.find(holdsTokens);
  return token?.name ?? "N";
}

/** `T tokens`, and plain `tokens` where the axis is called so. */
export function tokensText(axes: readonly Axis[]): string {
  const name = tokenName(axes);
  return /^tokens?$/i.test(name) ? "tokens" : `${name} tokens`;
}

/** `axis 1`, `axes 1 and 2`, `all axes`. */
export function axesText(places: readonly number[], rank: number): string {
  if (places.length === rank) return "all axes";
  if (places.length === 1) return `axis ${places[0]}`;
  return `axes ${places.slice(0, -1).join(", ")} and ${places.at(-1)}`;
}

/** What keeps tokens from reading later ones. */
export const causalText = (causal: Span, context: RuleContext): string =>
  /conv/i.test(context.text(causal)) ? "causal convolution" : "causal mask";

/** What pooling over tokens does, with or without a mask. */
export const consequence = (causal: Span | null, context: RuleContext): string =>
  causal
    ? `so each token reads later ones past the ${causalText(causal, context)} (${context.place(causal)})`
    : "so each token reads the others";
