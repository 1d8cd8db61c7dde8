import { type Layout, resolveIndex } from "../layout/axis.ts";
import { roleOfName } from "../layout/axisNames.ts";
import type { Span } from "../syntax/program.ts";
import { statisticOver } from "./statistic.ts";
import {
  type Counter,
  type Root,
  type Statistic,
  type TensorValue,
  type Value,
  asNumber,
  newRoot,
  tensor,
} from "./values.ts";

// How the numbers of one tensor run along an axis of another: what a loop takes from it item by item and adds up, and
// what sums from each item to the last one hold. Both are statistics over that axis once they are complete.

/** A tensor taken from `of` along one axis. */
export interface Along {
  readonly how:
    /** `x[:, t]` in a loop that counts t */
    | "item"
    /** `x[i * n + j]`: a number of x, of which not much is known */
    | "element"
    /** `x[:, t:]` */
    | "rest"
    | "reversed"
    /** sums from the start up to each item */
    | "prefix"
    /** sums from each item to the end, last ones first */
    | "suffix"
    /** with zeros before the first item */
    | "padded"
    /** the output of a convolution */
    | "convolved";
  readonly root: Root;
  readonly layout: Layout;
  readonly place: number;
  /** The loop that counts the items; null where they are what a loop runs over. */
  readonly counter: Counter | null;
  readonly squared: boolean;
}

/** `value` as what was taken from `of` along the axis at `place`. */
export const takenAlong = (
  value: TensorValue,
  of: TensorValue,
  how: Along["how"],
  place: number,
  counter: Counter | null = null,
): TensorValue => ({
  ...value,
  along: { how, root: of.root, layout: of.layout, place, counter, squared: of.squared },
});

/** An item of a tensor that a loop runs over, along this axis. */
export function itemAlong(of: TensorValue, place: number): TensorValue {
  const axes = of.layout.axes?.filter((_, index) => index !== place) ?? null;
  const layout = { axes, evidence: of.layout.evidence, named: new Map<number, string>() };
  return takenAlong(tensor(layout, newRoot(of.root.name, of.root.exempt)), of, "item", place);
}

/** Whether a statistic is one of a tensor, or of what the tensor was taken from. */
export const isOf = (statistic: Statistic, value: TensorValue): boolean =>
  statistic.root === value.root ||
  (statistic.root === value.along?.root && (value.along.how === "item" || value.along.how === "element"));

/** What an elementwise result takes over from its operands. */
export function joinedAlong(left: Value, right: Value): Along | null {
  for (const value of [left, right])
    if (value.kind === "tensor" && value.along && !/^(element|convolved|padded)$/.test(value.along.how))
      return value.squared ? { ...value.along, squared: true } : value.along;
  return null;
}

/** A name that a loop has added the items of a tensor to holds a statistic over all of them. `via` is the call around. */
export function gathered(value: Value, counter: Counter, span: Span, via: Span | null): Value {
  if (value.kind !== "tensor" || value.along?.how !== "item") return value;
  const { along } = value;
  if (along.counter !== null && along.counter !== counter) return value;
  if (!runsOverAll(counter, along)) return value;
  if (value.statistic && value.statistic.axis.kind !== "all") return value;
  const whole = complete(value, along, "the loop", span).statistic!;
  // Sums over all of each item, added up, are sums over all of the tensor.
  const axis = value.statistic ? value.statistic.axis : whole.axis;
  return { ...value, along: null, squared: false, statistic: { ...whole, axis, via } };
}

/** Whether a loop counts all items: from a plain number on, and not up to the size of another axis. */
function runsOverAll({ start, bound }: Counter, { layout, place }: Along): boolean {
  if (start !== null && !(start.kind === "number" && start.value !== null)) return false;
  const { name } = asNumber(bound);
  if (name === null) return true;
  const role = roleOfName(name);
  const axis = layout.axes?.at(place);
  return axis ? role === null || axis.role === "unknown" || axis.role === role : role !== "channel";
}

/** The statistic that a tensor is once its sums are complete. */
export const complete = (value: TensorValue, along: Along, reduction: string, span: Span): TensorValue => ({
  ...value,
  along: null,
  squared: false,
  statistic: statisticOver(
    along,
    [along.place],
    { reduction, measure: along.squared || value.squared ? "meanSquare" : "mean", keepdims: true },
    span,
  ),
});

/** The place of an axis from the front, also where the rank is not known. */
export const placeOf = (layout: Layout, index: number | null): number | null =>
  index === null ? null : (resolveIndex(layout, index) ?? (index >= 0 && !layout.axes ? index : null));
