import {
  type Axis,
  type Layout,
  axisOf,
  layoutOf,
  mergeAxes,
  resolveIndex,
  unknownLayout,
} from "../../layout/axis.ts";
import { axesFromNames, axisFromName } from "../../layout/axisNames.ts";
import type { CallArguments } from "../callArguments.ts";
import { type NumberValue, type TensorValue, type Value, asNumber, itemsOf } from "../values.ts";
import { itemAlong } from "../along.ts";
import { tellSplit } from "./headSplit.ts";
import type { Operation } from "./operation.ts";

// Operations that move axes around and keep the numbers, so the root stays.

const moved = (input: TensorValue, layout: Layout): TensorValue => ({
  ...input,
  name: null,
  layout,
  reshaped: input.statistic ? true : input.reshaped,
});

/** Moved in a way that is not followed. */
const lost = (input: TensorValue): TensorValue => moved(input, { ...unknownLayout(), moved: true });

const withAxes = (input: TensorValue, axes: Axis[] | null): TensorValue =>
  moved(input, layoutOf(axes, axes ? input.layout.evidence : null));

/** Sizes or axes given one by one or as one sequence. */
function listed(args: CallArguments, ...names: readonly string[]): readonly Value[] {
  const named = args.find(null, ...names);
  if (named) return itemsOf(named.value) ?? [named.value];
  const values = args.positional.map((argument) => argument.value);
  const first = values[0];
  if (values.length === 1 && first) return itemsOf(first) ?? values;
  return values;
}

const numbers = (values: readonly Value[]): number[] | null => {
  const found = values.map((value) => (value.kind === "number" ? value.value : null));
  return found.length === 0 || found.includes(null) ? null : (found as number[]);
};

/** All axes of `x`, made up where the rank was not known: a permutation says how many there are. */
function axesOfRank(layout: Layout, rank: number): Axis[] | null {
  layout.axes ??= Array.from({ length: rank }, () => axisOf("unknown", null));
  return layout.axes.length === rank ? layout.axes : null;
}

const permute: Operation = ({ input, args }) => {
  const order = numbers(listed(args, "dims", "perm", "axes"));
  if (!order) return input.layout.axes && args.all.length === 0 ? transposedAll(input, false) : lost(input);
  const axes = axesOfRank(input.layout, order.length);
  return withAxes(input, axes && order.map((index) => axes.at(index) ?? axisOf("unknown", null)));
};

const swap: Operation = (call) => {
  const places =
    numbers(call.args.positional.map((argument) => argument.value)) ??
    numbers([call.args.value(null, "dim0", "axis1"), call.args.value(null, "dim1", "axis2")]);
  if (places?.length !== 2) return permute(call);
  const { input } = call;
  if (!input.layout.axes)
    return moved(input, {
      ...unknownLayout(),
      moved: true,
      swapped: { of: input.layout, places: places as [number, number] },
    });
  const [a, b] = places.map((index) => resolveIndex(input.layout, index));
  if (a == null || b == null || !input.layout.axes) return lost(input);
  const axes = [...input.layout.axes];
  [axes[a], axes[b]] = [axes[b]!, axes[a]!];
  return withAxes(input, axes);
};

/** `x.T` and `x.mT`. */
export function transposedAll(input: TensorValue, lastTwo: boolean): TensorValue {
  const axes = input.layout.axes;
  if (!axes) return lost(input);
  return withAxes(input, lastTwo ? [...axes.slice(0, -2), ...axes.slice(-2).reverse()] : [...axes].reverse());
}

const move: Operation = ({ input, args }) => {
  const places = numbers(args.positional.map((argument) => argument.value));
  const [from, to] = (places ?? []).map((index) => resolveIndex(input.layout, index));
  if (from == null || to == null) return lost(input);
  const axes = [...input.layout.axes!];
  const [axis] = axes.splice(from, 1);
  axes.splice(to, 0, axis!);
  return withAxes(input, axes);
};

const unsqueeze: Operation = ({ input, args }) => {
  const place = asNumber(args.value(0, "dim", "axis")).value;
  if (!input.layout.axes || place === null) return lost(input);
  const axes = [...input.layout.axes];
  axes.splice(place < 0 ? place + axes.length + 1 : place, 0, axisOf("unit", "1"));
  return withAxes(input, axes);
};

const squeeze: Operation = ({ input, args }) => {
  const axes = input.layout.axes;
  if (!axes) return lost(input);
  const place = asNumber(args.value(0, "dim", "axis")).value;
  const dropped = place === null ? null : resolveIndex(input.layout, place);
  return withAxes(
    input,
    axes.filter((axis, index) => (dropped === null ? axis.role !== "unit" : index !== dropped)),
  );
};

const flatten: Operation = ({ input, args }) => {
  const axes = input.layout.axes;
  if (!axes) return lost(input);
  const from = resolveIndex(input.layout, asNumber(args.value(0, "start_dim")).value ?? 0) ?? 0;
  const to = resolveIndex(input.layout, asNumber(args.value(1, "end_dim")).value ?? -1) ?? axes.length - 1;
  return withAxes(input, [
    ...axes.slice(0, from),
    mergeAxes(axes.slice(from, to + 1)),
    ...axes.slice(to + 1),
  ]);
};

const reshape: Operation = ({ input, args, span, analysis }) => {
  const sizes = listed(args, "shape", "newshape", "size").map(asNumber);
  if (sizes.length === 0) return lost(input);
  if (analysis.namesTokens(span)) tellSplit(input.layout, sizes, span);
  const axes = input.layout.axes;
  if (sizes.length === 1 && sizes[0]!.value === -1 && axes) return withAxes(input, [mergeAxes(axes)]);
  return moved(input, reshapedLayout(input.layout, sizes, span));
};

/** The layout of these sizes: an axis of the source where a size is its, else what the size's name says. */
function reshapedLayout(
  source: Layout,
  sizes: readonly NumberValue[],
  span: { start: number; end: number },
): Layout {
  if (sizes.every((size) => sourceAxes(size) === null)) return layoutFromSizes(sizes, span);
  const axes: (Axis | null)[] = sizes.map((size) => axisOfSize(size));
  const rest = source.axes?.filter((axis) => !axes.some((used) => used !== null && covers(used, axis))) ?? [];
  const open = sizes.findIndex((size) => size.value === -1);
  const told = axes.every((axis, index) => index === open || (axis !== null && comesFrom(axis, source)));
  if (open >= 0) axes[open] = told && rest.length > 0 ? mergeAxes(rest) : axisOf("unknown", null);
  return layoutOf(
    axes.map((axis) => axis ?? axisOf("unknown", null)),
    source.evidence ?? { how: "reshaped", span },
  );
}

const covers = (used: Axis, axis: Axis): boolean =>
  used === axis || used.parts.some((part) => covers(part, axis));

/** Whether an axis, or each part of a merged one, is one of the source's: only then is it known what -1 holds. */
const comesFrom = (axis: Axis, source: Layout): boolean =>
  source.axes?.some((known) => known === axis || covers(known, axis)) === true ||
  (axis.parts.length > 0 && axis.parts.every((part) => comesFrom(part, source)));

const sourceAxes = (size: NumberValue): readonly Axis[] | null => {
  if (size.axis) return [size.axis];
  const parts = size.factors.map((factor) => factor.axis);
  return parts.length > 0 && !parts.includes(null) ? (parts as Axis[]) : null;
};

function axisOfSize(size: NumberValue): Axis | null {
  const known = sourceAxes(size);
  if (known) return mergeAxes(known);
  return size.value === 1 ? axisOf("unit", "1") : axisFromName(size.name);
}

/** A shape of names alone, as in `view(B, T, C)`. */
export function layoutFromSizes(sizes: readonly NumberValue[], span: { start: number; end: number }): Layout {
  const plain = sizes.every((size) => size.factors.length === 0 && size.value !== 1);
  const axes = plain
    ? axesFromNames(sizes.map((size) => size.name))
    : sizes.map((size) =>
        size.value === 1 ? axisOf("unit", "1") : axisFromName(size.factors.length > 0 ? null : size.name),
      );
  return layoutOf(axes, { how: "reshaped", span });
}

const pieces: Operation = ({ input, args, name }) => {
  const dropped =
    name === "unbind" || name === "unstack"
      ? resolveIndex(input.layout, asNumber(args.value(0, "dim", "axis")).value ?? 0)
      : null;
  if ((name === "unbind" || name === "unstack") && dropped === null)
    return { kind: "repeated", item: lost(input) };
  return { kind: "repeated", item: dropped === null ? input : itemAlong(input, dropped) };
};

const expand: Operation = ({ input }) => ({ ...input, name: null, reshaped: true });

/** Shape operations by name. */
export const shapeOperations: Readonly<Record<string, Operation>> = {
  permute,
  transpose: swap,
  swapaxes: swap,
  swapdims: swap,
  moveaxis: move,
  movedim: move,
  t: ({ input }) => transposedAll(input, false),
  unsqueeze,
  expand_dims: unsqueeze,
  expandDims: unsqueeze,
  squeeze,
  flatten,
  ravel: flatten,
  view: reshape,
  reshape,
  expand,
  expand_as: expand,
  repeat: expand,
  broadcast_to: expand,
  broadcastTo: expand,
  tile: expand,
  chunk: pieces,
  split: pieces,
  unbind: pieces,
  unstack: pieces,
};
