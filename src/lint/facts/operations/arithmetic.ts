import { type Layout, unknownLayout } from "../../layout/axis.ts";
import type { Span } from "../../syntax/program.ts";
import type { Analysis } from "../analysis.ts";
import {
  type Measure,
  type NumberValue,
  type Statistic,
  type TensorValue,
  type Value,
  asNumber,
  derived,
  newRoot,
  number,
  tensor,
  tuple,
  unknown,
} from "../values.ts";

const centres: ReadonlySet<Measure> = new Set(["mean", "median"]);
const scales: ReadonlySet<Measure> = new Set([
  "variance",
  "deviation",
  "meanSquare",
  "norm",
  "maximum",
  "range",
]);

/** `left operator right`, on numbers, tuples and tensors. A tensor centred or scaled by its own statistic is a fact. */
export function binaryOperation(
  operator: string,
  left: Value,
  right: Value,
  span: Span,
  analysis: Analysis,
): Value {
  if (left.kind === "number" && right.kind === "number") return numberOperation(operator, left, right);
  if (left.kind === "tuple" && right.kind === "tuple" && operator === "+")
    return tuple([...left.items, ...right.items]);
  if (left.kind !== "tensor" && right.kind !== "tensor") return unknown;
  switch (operator) {
    case "-":
      return subtract(left, right, span, analysis);
    case "/":
      return divide(left, right, span, analysis);
    case "*":
      return multiply(left, right, span, analysis);
    case "**":
      return power(left, right);
    case "@":
      return matrixProduct(left, right);
    case "+":
      return add(left, right);
    default:
      return elementwise(left, right);
  }
}

function numberOperation(operator: string, left: NumberValue, right: NumberValue): Value {
  if (operator === "*" && (left.value === null || right.value === null))
    return { ...number(null), factors: [...factorsOf(left), ...factorsOf(right)] };
  if (left.value === null || right.value === null) return number(null);
  const [a, b] = [left.value, right.value];
  const results: Readonly<Record<string, number>> = {
    "+": a + b,
    "-": a - b,
    "*": a * b,
    "/": a / b,
    "//": Math.floor(a / b),
    "**": a ** b,
    "%": a % b,
  };
  return { ...left, value: results[operator] ?? null };
}

const factorsOf = (value: NumberValue): readonly NumberValue[] =>
  value.factors.length > 0 ? value.factors : [value];

/** The layout of an elementwise result: of the operand that is no statistic, and whose axes are known. */
function commonLayout(left: Value, right: Value): Layout {
  const a = left.kind === "tensor" ? left.layout : null;
  const b = right.kind === "tensor" ? right.layout : null;
  if (!a || !b) return a ?? b ?? unknownLayout();
  if (left.kind === "tensor" && left.statistic && !(right.kind === "tensor" && right.statistic)) return b;
  if (a.axes && b.axes) return b.axes.length > a.axes.length ? b : a;
  return a.axes || !b.axes ? a : b;
}

function elementwise(left: Value, right: Value): TensorValue {
  const scores = [left, right].some((value) => value.kind === "tensor" && value.root.exempt === "scores");
  const result = tensor(commonLayout(left, right));
  return scores ? { ...result, root: newRoot(null, "scores") } : result;
}

const isScalar = (value: Value): boolean =>
  value.kind === "number" || value.kind === "unknown" || value.kind === "path" || value.kind === "boolean";

/** `statistic op scalar`, such as `var + eps`, `sum / n`, `1 / std`: still that statistic. */
function kept(value: TensorValue, changes: Partial<TensorValue> = {}): TensorValue {
  return { ...value, ...changes };
}

function add(left: Value, right: Value): Value {
  if (left.kind === "tensor" && isEpsilon(right)) return kept(left);
  if (right.kind === "tensor" && isEpsilon(left)) return kept(right);
  for (const [value, other] of [
    [left, right],
    [right, left],
  ] as const)
    if (value.kind === "tensor" && value.statistic?.measure === "mean" && other.kind === "tensor")
      value.statistic.root.restored = true;
  return elementwise(left, right);
}

/** A number, a name such as `eps` or an attribute that holds one: adding it leaves a statistic what it is. */
const isEpsilon = (value: Value): boolean =>
  isScalar(value) ||
  (value.kind === "tensor" && value.name !== null && /eps|delta|smooth|tiny/i.test(value.name));

function subtract(left: Value, right: Value, span: Span, analysis: Analysis): Value {
  if (left.kind !== "tensor") return elementwise(left, right);
  if (right.kind !== "tensor") return kept(left);
  const range = rangeOf(left, right);
  if (range) return range;
  if (left.statistic && right.statistic) return varianceOf(left, right) ?? elementwise(left, right);
  const statistic = right.statistic;
  if (!statistic || statistic.root !== left.root) return elementwise(left, right);
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

function divide(left: Value, right: Value, span: Span, analysis: Analysis): Value {
  if (left.kind === "tensor" && left.statistic && isSize(right)) return averaged(left);
  if (right.kind !== "tensor") return left.kind === "tensor" ? kept(left) : unknown;
  if (left.kind !== "tensor")
    return right.statistic ? kept(right, { inverse: !right.inverse }) : elementwise(left, right);
  const statistic = right.statistic;
  if (!statistic || right.inverse || statistic.root !== left.root || left.statistic)
    return elementwise(left, right);
  return scaled(left, right, statistic, span, analysis);
}

const isSize = (value: Value): boolean =>
  isScalar(value) || (value.kind === "tensor" && value.name !== null && !value.statistic);

/** A sum over the number of its terms is a mean. */
function averaged(value: TensorValue): TensorValue {
  if (value.statistic?.measure !== "sum") return value;
  const measure: Measure = value.squared ? "meanSquare" : "mean";
  return { ...value, statistic: { ...value.statistic, measure } };
}

function multiply(left: Value, right: Value, span: Span, analysis: Analysis): Value {
  if (left.kind === "tensor" && right.kind === "tensor") {
    if (
      left === right ||
      (left.root === right.root && left.layout === right.layout && !left.statistic && !right.statistic)
    )
      return kept(left, { squared: true });
    for (const [value, other] of [
      [left, right],
      [right, left],
    ] as const)
      if (other.statistic && other.inverse && other.statistic.root === value.root && !value.statistic)
        return scaled(value, other, other.statistic, span, analysis);
    return multipliedByOther(left, right);
  }
  return left.kind === "tensor" ? kept(left) : kept(right as TensorValue);
}

/** A gain keeps what is being normalised; `mean * mean` squares a statistic; anything else is a new computation. */
function multipliedByOther(left: TensorValue, right: TensorValue): TensorValue {
  if (left.statistic && right.statistic === left.statistic) return kept(left, { squared: true });
  const gain = [left, right].find(
    (value) => value.root.exempt === "weights" || (value.name !== null && !value.layout.axes),
  );
  const other = gain === left ? right : left;
  if (gain && !other.statistic) return kept(other);
  return elementwise(left, right);
}

function scaled(
  left: TensorValue,
  right: TensorValue,
  statistic: Statistic,
  span: Span,
  analysis: Analysis,
): Value {
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

function power(left: Value, right: Value): Value {
  if (left.kind !== "tensor") return elementwise(left, right);
  const exponent = asNumber(right).value;
  if (exponent === 2) return kept(left, { squared: true });
  if (exponent === 0.5) return rooted(left);
  if (exponent === -0.5) return { ...rooted(left), inverse: true };
  if (exponent === -1) return kept(left, { inverse: !left.inverse });
  return derived(left);
}

/** The square root of a statistic: of a variance a deviation, of the rest a scale still. */
export function rooted(value: TensorValue): TensorValue {
  if (!value.statistic) return derived(value);
  const measure = value.statistic.measure;
  const named: Measure =
    measure === "sum" && value.squared ? "norm" : measure === "variance" ? "deviation" : measure;
  return { ...value, squared: false, statistic: { ...value.statistic, measure: named } };
}

/** `x @ w`: a new computation. Its last axis is a feature axis, or tokens again for `q @ k.T`. */
export function matrixProduct(left: Value, right: Value): Value {
  if (left.kind !== "tensor") return tensor();
  const axes = left.layout.axes;
  const last = right.kind === "tensor" ? right.layout.axes?.at(-1) : undefined;
  if (!axes || axes.length < 2) return tensor();
  const tail = last ?? { role: "channel" as const, name: axes.at(-1)!.name, parts: [] };
  const layout: Layout = {
    axes: [...axes.slice(0, -1), tail],
    evidence: left.layout.evidence,
    named: new Map(),
  };
  const scores = axes.at(-1)!.role === "channel" && last?.role === "token";
  return tensor(layout, newRoot(null, scores ? "scores" : null));
}
