import {
  type Layout,
  holdsTokens,
  isTokenActivation,
  projected,
  refine,
  unknownLayout,
} from "../../layout/axis.ts";
import type { Span } from "../../syntax/program.ts";
import { complete, joinedAlong } from "../along.ts";
import type { Analysis } from "../analysis.ts";
import {
  type Measure,
  type Statistic,
  type TensorValue,
  type Value,
  asNumber,
  derived,
  newRoot,
  tensor,
  tuple,
  unknown,
} from "../values.ts";
import { gainOf, tellByGain } from "./gains.ts";
import { centred, kept, scaled } from "./normalising.ts";
import { isMask } from "./masks.ts";
import { numberOperation } from "./numbers.ts";

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
      return add(left, right, span, analysis);
    default:
      return elementwise(left, right);
  }
}

/** The layout of an elementwise result: of the operand that is no statistic, and whose axes are known. */
function commonLayout(left: Value, right: Value): Layout {
  const a = left.kind === "tensor" ? left.layout : null;
  const b = right.kind === "tensor" ? right.layout : null;
  if (!a || !b) return a ?? b ?? unknownLayout();
  if (left.kind === "tensor" && left.statistic && !(right.kind === "tensor" && right.statistic)) return b;
  if (a.axes && b.axes) return b.axes.length > a.axes.length || tellsMore(b, a) ? b : a;
  if (!a.axes && !b.axes) return a;
  const [known, open] = a.axes ? [a, b] : [b, a];
  return known.axes!.length < 2 ? open : known;
}

/** Whether only one of two layouts of a rank says what each of its axes is. */
const tellsMore = ({ axes }: Layout, { axes: others }: Layout): boolean =>
  axes?.length === others?.length &&
  axes?.every((axis) => axis.role !== "unknown") === true &&
  others?.some((axis) => axis.role === "unknown") === true;

function elementwise(left: Value, right: Value): TensorValue {
  const scores = [left, right].some(isScores) && ![left, right].some(isActivation);
  const result = { ...tensor(commonLayout(left, right)), along: joinedAlong(left, right) };
  return scores ? { ...result, root: newRoot(null, "scores") } : result;
}

const isScores = (value: Value): boolean => value.kind === "tensor" && value.root.exempt === "scores";

/** What is added to a sequence of activations is no map of scores, though it may be called `attn`. */
const isActivation = (value: Value): boolean =>
  value.kind === "tensor" &&
  value.root.exempt === null &&
  value.layout.evidence !== null &&
  isTokenActivation(value.layout);

const isScalar = (value: Value): boolean =>
  value.kind === "number" || value.kind === "unknown" || value.kind === "path" || value.kind === "boolean";

function add(left: Value, right: Value, span: Span, analysis: Analysis): Value {
  if (left.kind === "tensor" && isEpsilon(right)) return kept(left);
  if (right.kind === "tensor" && isEpsilon(left)) return kept(right);
  if (left.kind !== "tensor" || right.kind !== "tensor") return elementwise(left, right);
  const updated = updatedState(left, right) ?? updatedState(right, left);
  if (updated) return updated;
  for (const [value, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (value.statistic?.measure === "mean" && !other.statistic) value.statistic.root.restored = true;
    tellByGain(value, other, span, analysis);
    tellByResidual(value, other);
  }
  return elementwise(left, right);
}

/** What is added to a sequence of activations is one too: `x + attention(x)`. */
function tellByResidual(value: TensorValue, other: TensorValue): void {
  const { axes, evidence } = other.layout;
  if (value.layout.axes || value.statistic || other.statistic || isWeight(value) || isWeight(other)) return;
  if (axes?.length !== 3 || !evidence || !isTokenActivation(other.layout) || !axes[1]!.name) return;
  if (holdsTokens(axes[0]!) || holdsTokens(axes[1]!)) refine(value.layout, axes, evidence);
}

const isWeight = (value: TensorValue): boolean => value.root.exempt !== null;

/** `momentum * self.running_mean + (1 - momentum) * mean`: what is kept of earlier batches leaves it this one's statistic. */
function updatedState(value: TensorValue, state: TensorValue): TensorValue | null {
  const named = /running|moving|ema|avg|average|mean|mu$|var|std|sigma/i.test(
    state.name ?? state.root.name ?? "",
  );
  const another = state.statistic !== null && state.statistic.root !== value.statistic?.root;
  return value.statistic && named && !another ? kept(value) : null;
}

/** A number, a name such as `eps` or an attribute that holds one: adding it leaves a statistic what it is. */
const isEpsilon = (value: Value): boolean =>
  isScalar(value) ||
  (value.kind === "tensor" && value.name !== null && /eps|delta|smooth|tiny/i.test(value.name));

function subtract(left: Value, right: Value, span: Span, analysis: Analysis): Value {
  if (left.kind !== "tensor") return elementwise(left, right);
  if (right.kind !== "tensor") return kept(left);
  const sums = left.statistic?.measure === "sum" && right.along?.how === "prefix" ? right.along : null;
  if (sums && sums.root === left.statistic!.root) return complete(left, sums, "cumsum", span);
  if (isRest(left, right)) return kept(left);
  return centred(left, right, span, analysis) ?? elementwise(left, right);
}

/** `x.sum(1) - x`: the sum of all others is a statistic of x still. */
const isRest = (sum: TensorValue, x: TensorValue): boolean =>
  sum.statistic?.measure === "sum" && !x.statistic && sum.statistic.root === x.root;

function divide(left: Value, right: Value, span: Span, analysis: Analysis): Value {
  if (left.kind === "tensor" && left.statistic && isCount(left.statistic, right)) return averaged(left);
  if (right.kind !== "tensor") return left.kind === "tensor" ? kept(left) : unknown;
  if (left.kind !== "tensor")
    return right.statistic ? kept(right, { inverse: !right.inverse }) : elementwise(left, right);
  const result = right.inverse ? null : scaled(left, right, span, analysis);
  return result ?? elementwise(left, right);
}

/** What a sum is divided by to be a mean: a size, the count of what a mask leaves, the counts of cumulative sums. */
const isCount = (statistic: Statistic, value: Value): boolean =>
  isScalar(value) ||
  (value.kind === "tensor" &&
    (value.statistic
      ? isMask(value) && value.statistic.measure === "sum"
      : value.name !== null || statistic.reduction === "cumsum"));

/** A sum over the number of its terms is a mean. */
function averaged(value: TensorValue): TensorValue {
  if (value.statistic?.measure !== "sum") return value;
  const measure: Measure = value.squared ? "meanSquare" : "mean";
  return { ...value, statistic: { ...value.statistic, measure } };
}

function multiply(left: Value, right: Value, span: Span, analysis: Analysis): Value {
  if (left.kind !== "tensor" || right.kind !== "tensor")
    return left.kind === "tensor" ? kept(left) : kept(right as TensorValue);
  const same =
    left.root === right.root && left.layout === right.layout && !left.statistic && !right.statistic;
  if (left === right || same) return kept(left, { squared: true });
  if (isMask(right) && !right.statistic && !left.statistic) return kept(left);
  if (isMask(left) && !left.statistic && !right.statistic) return kept(right);
  for (const [value, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const result = other.inverse ? scaled(value, other, span, analysis) : null;
    if (result) return result;
  }
  return multipliedByOther(left, right, span, analysis);
}

/** A gain keeps what is being normalised; `mean * mean` squares a statistic; anything else is a new computation. */
function multipliedByOther(
  left: TensorValue,
  right: TensorValue,
  span: Span,
  analysis: Analysis,
): TensorValue {
  if (left.statistic && right.statistic === left.statistic) return kept(left, { squared: true });
  const gain = gainOf(left, right);
  const other = gain === left ? right : left;
  if (!gain || other.statistic) return elementwise(left, right);
  tellByGain(other, gain, span, analysis);
  return kept(other);
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
  const byWeights = right.kind === "tensor" && right.root.exempt === "weights" && last?.role === "unknown";
  if (byWeights && axes.at(-1)!.role === "channel") return tensor(projected(left.layout));
  const tail = last ?? { role: "channel" as const, name: axes.at(-1)!.name, parts: [] };
  const layout: Layout = {
    axes: [...axes.slice(0, -1), tail],
    evidence: left.layout.evidence,
    named: new Map(),
  };
  const scores = axes.at(-1)!.role === "channel" && last?.role === "token";
  return tensor(layout, newRoot(null, scores ? "scores" : null));
}
