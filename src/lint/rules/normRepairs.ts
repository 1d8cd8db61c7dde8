import type { NormLayer } from "../facts/layers/layer.ts";
import type { Suggestion } from "../finding.ts";
import type { Span } from "../syntax/program.ts";
import type { RuleContext } from "./rule.ts";

/** What a person may choose to bring a norm over to the channels. It changes what a trained model computes: never safe. */
export function normRepairs(norm: NormLayer, context: RuleContext): Suggestion[] {
  if (norm.via) return [];
  if (!norm.axisSpan) return missingAxis(norm, context);
  const old = context.text(norm.axisSpan);
  const text = repaired(norm, old);
  return text === null || text === old ? [] : [replace(norm.axisSpan, old, text)];
}

/** The new text of an axis, a shape or a slice; null where it says too little to be replaced. */
function repaired({ reach }: NormLayer, old: string): string | null {
  const slice = /^(.*\[)\s*\d+\s*:\s*\]$/s.exec(old)?.[1];
  if (slice !== undefined) return `${slice}-1:]`;
  switch (reach.kind) {
    case "axes":
      return /^[-\d\s,()[\]]+$/.test(old) ? "-1" : null;
    case "from":
      return /^\d+$/.test(old) ? "-1" : null;
    default:
      return lastSize(old);
  }
}

/** `[seq_len, d_model]` to `d_model`. */
const lastSize = (shape: string): string | null =>
  /^[[(].*,\s*([\w.]+)\s*,?\s*[\])]$/s.exec(shape)?.[1] ?? null;

const replace = (span: Span, old: string, text: string): Suggestion => ({
  title: `Normalise over the channels: ${old} to ${text}`,
  edits: [{ ...span, text }],
  safe: false,
});

/** Functions whose axis is 1 where none is passed: `layer_norm` of TensorFlow 1 and `F.normalize`. */
function missingAxis(norm: NormLayer, context: RuleContext): Suggestion[] {
  const call = context.text(norm.span);
  if (context.javascript || !call.endsWith(")")) return [];
  const keyword = { layer_norm: "begin_norm_axis", normalize: "dim" }[norm.name];
  if (keyword === undefined || !/^(from|axes)$/.test(norm.reach.kind)) return [];
  const end = norm.span.end - 1;
  const comma = /,\s*\)$/.test(call) ? " " : ", ";
  return [
    {
      title: `Normalise over the channels: pass ${keyword}=-1`,
      edits: [{ start: end, end, text: `${comma}${keyword}=-1` }],
      safe: false,
    },
  ];
}
