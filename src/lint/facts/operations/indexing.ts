import { axisOf, layoutOf, unknownLayout } from "../../layout/axis.ts";
import type { Expression } from "../../syntax/program.ts";
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
  if (object.kind === "tensor") return tensorItem(object, indices);
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
function tensorItem(object: TensorValue, indices: readonly Expression[]): Value {
  const whole = indices.every((index) => isWhole(index) || isNew(index) || isEllipsis(index));
  const axes = indexedAxes(object, indices);
  const layout = axes ? layoutOf(axes, object.layout.evidence) : unknownLayout();
  if (object.statistic) return { ...object, layout, reshaped: true };
  if (whole) return { ...object, layout };
  return tensor(layout, rootOfCut(object.root, indices));
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
  if (index.kind === "slice") return `${indexKey(index.lower)}:${indexKey(index.upper)}`;
  return isNew(index) ? "None" : "?";
}

const isWhole = (index: Expression): boolean => index.kind === "slice" && !index.lower && !index.upper;
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
