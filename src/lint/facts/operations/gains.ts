import { refine } from "../../layout/axis.ts";
import { axesFromNames } from "../../layout/axisNames.ts";
import type { Span } from "../../syntax/program.ts";
import type { Analysis } from "../analysis.ts";
import type { TensorValue } from "../values.ts";

const widths = /^(.*\.)?(d_?model|n_?embd|embed_?dim|emb_?dim|model_?dim|hidden_?size|d_embed|dim_?model)$/i;

/**
 * A vector of learnt numbers that scales or shifts a tensor lies along its last axis. In a program about Transformers
 * that axis is the channels', and the tensor a sequence.
 */
export function tellByGain(value: TensorValue, gain: TensorValue, span: Span, analysis: Analysis): void {
  const axes = gain.layout.axes;
  const last = axes?.at(-1);
  if (value.layout.axes || !isLearnt(gain) || gain.reshaped || !axes || !last) return;
  const vector =
    axes.length === 1 || (axes.length === 3 && axes.slice(0, 2).every(({ role }) => role === "unit"));
  if (!vector || last.role === "unit") return;
  if (!analysis.aboutTransformers && !widths.test(last.name ?? "")) return;
  refine(value.layout, axesFromNames(["B", "N", "C"]), { how: "gain", span });
}

const isLearnt = (value: TensorValue): boolean =>
  value.root.exempt === "weights" ||
  /^(gamma|beta|scale|gain|bias|offset|shift|g|b|a_2|b_2|alpha)$/.test(value.root.name ?? "");

/** The one of two factors that is a learnt scale, or may be one: multiplying by it keeps what is being normalised. */
export const gainOf = (left: TensorValue, right: TensorValue): TensorValue | undefined =>
  [left, right].find(isLearnt) ?? [left, right].find((value) => value.name !== null && !value.layout.axes);
