import { axisOf, layoutOf, unknownLayout } from "../../layout/axis.ts";
import { complete, takenAlong } from "../along.ts";
import type { Expression, Span } from "../../syntax/program.ts";
import { cutOffRight } from "../layers/convolution.ts";
import {
  type Root,
  type ShapeValue,
  type TensorValue,
  type Value,
  itemsOf,
  choice,
  newRoot,
  number,
  sizeOfAxis,
  tensor,
  unknown,
} from "../values.ts";

type Evaluate = (expression: Expression) => Value;

/** `object[indices]`: of shapes, tuples, mappings and tensors. */
export function subscript(
  object: Value,
  indices: readonly Expression[],
  values: readonly Value[],
  evaluate: Evaluate,
): Value {
  const first = indices[0];
  if (!first) return unknown;
  if (object.kind === "shape") return shapeItem(object, first, values[0]!, evaluate);
  if (object.kind === "tensor") return tensorItem(object, indices, values, evaluate);
  if (object.kind === "mapping") return mappingItem(object.entries, values[0]!);
  if (object.kind === "repeated") return object.item;
  const items = itemsOf(object);
  const index = values[0]!;
  if (items && index.kind === "number" && index.value !== null) return items.at(index.value) ?? unknown;
  return unknown;
}

/** A key that is not known may be any: the norms of a registry are all possible. */
function mappingItem(entries: ReadonlyMap<string, Value>, key: Value): Value {
  if (key.kind === "string") return entries.get(key.value) ?? unknown;
  return choice([...entries.values()]);
}

const boundOf = (bound: Expression | null, evaluate: Evaluate): number | null => {
  const value = bound ? evaluate(bound) : null;
  return value?.kind === "number" ? value.value : null;
};

function shapeItem(shape: ShapeValue, index: Expression, value: Value, evaluate: Evaluate): Value {
  if (index.kind === "slice") {
    const lower = boundOf(index.lower, evaluate) ?? 0;
    const upper = boundOf(index.upper, evaluate);
    return { kind: "shape", layout: shape.layout, from: shape.from + lower, to: upper };
  }
  if (value.kind !== "number" || value.value === null) return number(null);
  const place = value.value >= 0 ? shape.from + value.value : value.value;
  const axis = shape.layout.axes?.at(place);
  if (axis) return sizeOfAxis(axis);
  return {
    ...number(null),
    name: shape.layout.named.get(place) ?? null,
    read: { layout: shape.layout, place },
  };
}

/**
 * An indexed tensor. A whole-axis slice keeps it, None adds a unit axis, an integer takes the axis away. A statistic
 * stays one; a cut along an axis makes a tensor of its own, because its statistics see a part only.
 */
function tensorItem(
  object: TensorValue,
  indices: readonly Expression[],
  values: readonly Value[],
  evaluate: Evaluate,
): Value {
  const whole = indices.every((index) => isWhole(index) || isNew(index) || isEllipsis(index));
  const axes = indexedAxes(object, indices);
  const layout = axes ? layoutOf(axes, object.layout.evidence) : unknownLayout();
  if (object.statistic) return { ...object, layout, reshaped: true };
  if (whole) return { ...object, layout };
  return along(tensor(layout, rootOfCut(object.root, indices)), object, indices, values, evaluate);
}

/** What a cut is along the axis that it is taken from: an item that a loop counts, the rest from one on, all reversed. */
function along(
  cut: TensorValue,
  object: TensorValue,
  indices: readonly Expression[],
  values: readonly Value[],
  evaluate: Evaluate,
): TensorValue {
  const last = indices.at(-1)!;
  if (object.along?.how === "convolved" && isCutRight(last)) return cutOffRight(cut, object, last.span);
  let place = indices.some(isEllipsis) ? (object.layout.axes?.length ?? NaN) - indices.length : 0;
  for (const [index, expression] of indices.entries()) {
    const value = values[index]!;
    if (value.kind === "number" && value.counter)
      return takenAlong(columnOf(cut, object, place), object, "item", place, value.counter);
    if (isReversed(expression)) return reversed(cut, object, place, expression.span);
    if (isRest(expression, evaluate)) return takenAlong(cut, object, "rest", place);
    if (!isNew(expression) && !isEllipsis(expression)) place++;
  }
  return indices.length === 1 ? takenAlong(cut, object, "element", 0) : cut;
}

/** `x[:, c]` in a loop over channels: the tokens of one channel at a time. */
const columnOf = (cut: TensorValue, object: TensorValue, place: number): TensorValue =>
  object.layout.axes?.[place]?.role === "channel"
    ? { ...cut, layout: { ...cut.layout, columnOf: object.layout } }
    : cut;

function reversed(cut: TensorValue, object: TensorValue, place: number, span: Span): TensorValue {
  const { along } = object;
  if (along?.how === "suffix" && along.place === place) return complete(cut, along, "cumsum", span);
  return takenAlong(cut, object, "reversed", place);
}

/** `:-n` */
const isCutRight = (index: Expression): boolean =>
  index.kind === "slice" && !index.lower && index.upper?.kind === "unary" && index.upper.operator === "-";

/** `::-1` */
const isReversed = (index: Expression): boolean =>
  index.kind === "slice" && index.step?.kind === "unary" && index.step.operator === "-";

/** `t:`, `t + 1:` and `t:t + k` where a loop counts t: items that come later. */
function isRest(index: Expression, evaluate: Evaluate): boolean {
  if (index.kind !== "slice") return false;
  if (index.upper) return index.upper.kind === "binary" && looksAhead(index.upper, evaluate);
  return index.lower !== null && counts(index.lower, evaluate);
}

function looksAhead(upper: Extract<Expression, { kind: "binary" }>, evaluate: Evaluate): boolean {
  if (upper.operator !== "+" || !counts(upper.left, evaluate)) return false;
  const next = upper.right.kind === "number" && upper.right.value <= 1;
  return !next || (upper.left.kind === "binary" && looksAhead(upper.left, evaluate));
}

function counts(bound: Expression, evaluate: Evaluate): boolean {
  if (bound.kind === "binary" && /^[-+]$/.test(bound.operator)) return counts(bound.left, evaluate);
  const value = bound.kind === "name" ? evaluate(bound) : null;
  return value?.kind === "number" && value.counter !== null;
}

/** The roots of the cuts of a tensor, by the text of their indices: `x[b]` here is `x[b]` there. */
const cuts = new WeakMap<Root, Map<string, Root>>();

function rootOfCut(root: Root, indices: readonly Expression[]): Root {
  const key = indices.map(indexKey).join();
  if (key.includes("?")) return newRoot(root.name, root.exempt);
  const known = cuts.get(root) ?? new Map<string, Root>();
  cuts.set(root, known);
  const cut = known.get(key) ?? newRoot(root.name, root.exempt);
  known.set(key, cut);
  return cut;
}

/** What an index says, where it is plain; `?` where two of the same text may differ. */
function indexKey(index: Expression | null): string {
  if (index === null) return "";
  if (index.kind === "name") return index.name;
  if (index.kind === "number") return String(index.value);
  if (index.kind === "slice")
    return `${indexKey(index.lower)}:${indexKey(index.upper)}:${indexKey(index.step)}`;
  return isNew(index) ? "None" : "?";
}

const isWhole = (index: Expression): boolean =>
  index.kind === "slice" && !index.lower && !index.upper && !index.step;
const isNew = (index: Expression): boolean =>
  (index.kind === "constant" && index.value === null) ||
  (index.kind === "attribute" && index.name === "newaxis");
const isEllipsis = (index: Expression): boolean => index.kind === "name" && index.name === "...";

function indexedAxes(object: TensorValue, indices: readonly Expression[]) {
  const axes = object.layout.axes;
  if (!axes) return null;
  const consumed = indices.filter((index) => !isNew(index) && !isEllipsis(index)).length;
  const result = [];
  let place = 0;
  for (const index of indices) {
    if (isNew(index)) result.push(axisOf("unit", "1"));
    else if (isEllipsis(index)) {
      const skipped = axes.length - consumed;
      result.push(...axes.slice(place, place + skipped));
      place += skipped;
    } else {
      const axis = axes[place++];
      if (index.kind === "slice" && axis) result.push(axis);
    }
  }
  return [...result, ...axes.slice(place)];
}
