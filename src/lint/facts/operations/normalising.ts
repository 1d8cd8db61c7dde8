import type { Span } from "../../syntax/program.ts";
import type { Analysis } from "../analysis.ts";
import { isOf } from "../along.ts";
import { type Measure, type Statistic, type TensorValue, derived } from "../values.ts";

// Where a tensor is centred or scaled by a statistic of itself. That is a fact; anything else gives null.

const centres: ReadonlySet<Measure> = new Set(["mean", "median"]);
const scales: ReadonlySet<Measure> = new Set([
  "variance",
  "deviation",
  "meanSquare",
  "norm",
  "maximum",
  "range",
]);

/** `statistic op scalar`, such as `var + eps`, `sum / n`, `1 / std`: still that statistic. */
export function kept(value: TensorValue, changes: Partial<TensorValue> = {}): TensorValue {
  return { ...value, ...changes };
}

/** `x - mean`, `x - min`, `max - min`, `mean(x ** 2) - mean(x) ** 2`. */
export function centred(
  left: TensorValue,
  right: TensorValue,
  span: Span,
  analysis: Analysis,
): TensorValue | null {
  const range = rangeOf(left, right);
  if (range) return range;
  if (left.statistic && right.statistic) return varianceOf(left, right);
  const statistic = right.statistic;
  if (!statistic || !isOf(statistic, left)) return null;
  if (statistic.measure === "minimum") return kept(left, { above: statistic });
  if (!centres.has(statistic.measure)) return derived(left);
  report("centre", left, right, statistic, span, analysis);
  return kept(left);
}

/** `max - min` of the same tensor. */
function rangeOf(left: TensorValue, right: TensorValue): TensorValue | null {
  const [high, low] = [left.statistic, right.statistic];
  if (high?.measure !== "maximum" || low?.measure !== "minimum" || high.root !== low.root) return null;
  return { ...left, statistic: { ...high, measure: "range", parts: [high, low] } };
}

/** `mean(x ** 2) - mean(x) ** 2`. */
function varianceOf(left: TensorValue, right: TensorValue): TensorValue | null {
  const [squares, mean] = [left.statistic!, right.statistic!];
  if (squares.measure !== "meanSquare" || squares.root !== mean.root) return null;
  return { ...left, statistic: { ...squares, measure: "variance" } };
}

/** `x / statistic`, or `x * inverse`, of x itself. */
export function scaled(
  left: TensorValue,
  right: TensorValue,
  span: Span,
  analysis: Analysis,
): TensorValue | null {
  const statistic = right.statistic;
  if (!statistic || left.statistic || !isOf(statistic, left)) return null;
  if (!scales.has(statistic.measure)) return derived(left);
  const parts = statistic.parts.length > 0 ? statistic.parts : [statistic];
  for (const part of parts) report("scale", left, right, part, span, analysis);
  return kept(left, { above: null });
}

function report(
  use: "centre" | "scale",
  value: TensorValue,
  statistic: TensorValue,
  of: Statistic,
  span: Span,
  analysis: Analysis,
): void {
  analysis.emit({
    kind: "statistic",
    use,
    statistic: of,
    layout: value.layout,
    subject: value.root.name,
    reshaped: statistic.reshaped || value.layout !== of.input,
    span,
    frames: [...analysis.frames],
  });
}
