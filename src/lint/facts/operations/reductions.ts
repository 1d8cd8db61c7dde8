import { type Axis, type Layout, axisOf, layoutOf, resolveIndex, unknownLayout } from "../../layout/axis.ts";
import type { CallArgument, CallArguments } from "../callArguments.ts";
import {
  type AxisArgument,
  type Measure,
  type Root,
  type Statistic,
  type TensorValue,
  type Value,
  itemsOf,
  tuple,
} from "../values.ts";
import type { Operation, OperationCall } from "./operation.ts";

const axisNames = ["dim", "axis", "axes", "reduction_indices", "dims"];
/** The names that libraries give to "keep the reduced axis". */
export const keepNames = ["keepdim", "keepdims", "keep_dims", "keepDims"];

/** The axes an argument names; a parameter or a computed value that cannot be told is unknown. */
export function axisArgument(argument: CallArgument | null): AxisArgument {
  if (!argument) return { kind: "all" };
  const value = argument.value;
  if (value.kind === "unknown" && argument.expression.kind === "constant") return { kind: "all" };
  const items = value.kind === "number" ? [value] : itemsOf(value);
  const indices = items?.map((item) => (item.kind === "number" ? item.value : null));
  if (!indices || indices.some((index) => index === null)) return { kind: "unknown" };
  return { kind: "indices", indices: indices as number[] };
}

/** The call through which a number that decides an axis came into a helper. */
export function viaOf(value: Value): Statistic["via"] {
  if (value.kind === "number") return value.via;
  const items = value.kind === "tuple" ? value.items : [];
  return items.map(viaOf).find((via) => via !== null) ?? null;
}

/** The places of the axes that are reduced, from the front; null where they are not known. */
export function pooledPlaces(axis: AxisArgument, layout: Layout): number[] | null {
  if (!layout.axes) return null;
  if (axis.kind === "all") return layout.axes.map((_, index) => index);
  if (axis.kind === "unknown") return null;
  const places = axis.indices.map((index) => resolveIndex(layout, index));
  return places.includes(null) ? null : (places as number[]);
}

function reducedLayout(input: Layout, axis: AxisArgument, keepdims: boolean): Layout {
  const places = pooledPlaces(axis, input);
  if (!places || !input.axes) return unknownLayout();
  const axes = input.axes.flatMap((old, index): Axis[] =>
    !places.includes(index) ? [old] : keepdims ? [axisOf("unit", "1")] : [],
  );
  return layoutOf(axes, input.evidence);
}

/** A statistic of the rest of a sequence is one of the tensor that it is the rest of. */
const rootOf = (input: TensorValue): Root => (input.along?.how === "rest" ? input.along.root : input.root);

const isTrue = (value: Value): boolean => value.kind === "boolean" && value.value !== false;

function keeps(args: CallArguments): boolean {
  const named = args.find(null, ...keepNames);
  if (named) return isTrue(named.value);
  return args.positional.slice(1).some((argument) => isTrue(argument.value));
}

/** The tensor that a reduction gives. */
function reduce(
  call: OperationCall,
  measure: Measure,
  axisPlace: number,
  otherwise: readonly number[] | null = null,
): TensorValue {
  const argument = axisOfCall(call, axisPlace);
  const axis: AxisArgument =
    !argument && otherwise ? { kind: "indices", indices: otherwise } : axisArgument(argument);
  const keepdims = keeps(call.args);
  const { input } = call;
  const statistic: Statistic = {
    reduction: call.name,
    measure: measureOf(measure, input),
    axis,
    axisSpan: argument?.expression.span ?? null,
    keepdims,
    args: call.args,
    input: input.layout,
    root: rootOf(input),
    span: call.span,
    via: argument ? viaOf(argument.value) : null,
    parts: [],
  };
  const layout = reducedLayout(input.layout, axis, keepdims);
  const both = input.statistic && joined(input.statistic, statistic);
  return {
    ...input,
    name: null,
    layout,
    squared: measure === "sum" && input.squared,
    statistic: both ?? statistic,
    above: null,
    inverse: false,
    reshaped: false,
  };
}

/** `x.mean(1).mean(1)`: one mean over both axes. */
function joined(first: Statistic, second: Statistic): Statistic | null {
  const rank = first.input.axes?.length;
  const gone = pooledPlaces(first.axis, first.input);
  const alike =
    first.measure === second.measure || (first.measure === "meanSquare" && second.measure === "mean");
  if (!gone || !alike || second.axis.kind === "unknown" || rank === undefined) return null;
  const left = Array.from({ length: rank }, (_, place) => place).filter(
    (place) => first.keepdims || !gone.includes(place),
  );
  const more = second.axis.kind === "all" ? left : second.axis.indices.map((index) => left.at(index) ?? -1);
  if (more.includes(-1)) return null;
  const indices = [...new Set([...gone, ...more])].sort((a, b) => a - b);
  const keepdims = first.keepdims && second.keepdims;
  return {
    ...first,
    axis: { kind: "indices", indices },
    axisSpan: null,
    args: null,
    keepdims,
    span: second.span,
  };
}

/** A positional axis must be a number or a sequence: `x.max(other)` compares, `x.std(False)` has no axis. */
function axisOfCall(call: OperationCall, place: number): CallArgument | null {
  const named = call.args.find(null, ...axisNames);
  if (named) return named;
  const positional = call.args.positional[place];
  if (!positional || positional.value.kind === "boolean" || positional.value.kind === "mapping") return null;
  if (
    call.args.positional.length > place + 1 &&
    call.args.positional.every((argument) => argument.value.kind === "number")
  )
    return spreadAxes(call, place);
  return positional;
}

/** `x.mean(1, 2)`: some libraries take the axes one by one. */
function spreadAxes(call: OperationCall, place: number): CallArgument {
  const rest = call.args.positional.slice(place);
  return {
    name: null,
    value: tuple(rest.map((argument) => argument.value)),
    expression: rest[0]!.expression,
  };
}

function measureOf(measure: Measure, input: TensorValue): Measure {
  if (measure === "mean" && input.squared) return "meanSquare";
  if (measure === "mean" && input.absolute) return "norm";
  if (measure === "sum" && input.absolute) return "norm";
  return measure;
}

const reduction =
  (measure: Measure, axisPlace = 0, otherwise: readonly number[] | null = null): Operation =>
  (call) =>
    reduce(call, measure, axisPlace, otherwise);

/** torch's `x.max(dim)` gives values and indices; `torch.max(a, b)` and `x.max(other)` compare. */
const extremum =
  (measure: Measure): Operation =>
  (call) => {
    const first = call.args.positional[0]?.value;
    if (first?.kind === "tensor" && first.name === null) return { ...call.input, statistic: null };
    return reduce(call, measure, 0);
  };

const pair =
  (...measures: readonly [Measure, Measure]): Operation =>
  (call) =>
    tuple(measures.map((measure) => reduce(call, measure, 0)));

const moments: Operation = (call) => {
  const mean = reduce(call, "mean", 0);
  const variance = reduce(call, "variance", 0);
  if (!call.analysis.javascript) return tuple([mean, variance]);
  return {
    kind: "mapping",
    entries: new Map<string, Value>([
      ["mean", mean],
      ["variance", variance],
    ]),
  };
};

/** Reductions by name. The number is the place of the axis among the arguments after the tensor. */
export const reductions: Readonly<Record<string, Operation>> = {
  mean: reduction("mean"),
  nanmean: reduction("mean"),
  average: reduction("mean"),
  reduce_mean: reduction("mean"),
  sum: reduction("sum"),
  nansum: reduction("sum"),
  reduce_sum: reduction("sum"),
  median: reduction("median"),
  var: reduction("variance"),
  nanvar: reduction("variance"),
  variance: reduction("variance"),
  reduce_variance: reduction("variance"),
  std: reduction("deviation"),
  nanstd: reduction("deviation"),
  reduce_std: reduction("deviation"),
  norm: reduction("norm", 1),
  vector_norm: reduction("norm", 1),
  matrix_norm: reduction("norm", 1, [-2, -1]),
  reduce_euclidean_norm: reduction("norm"),
  amax: reduction("maximum"),
  amin: reduction("minimum"),
  max: extremum("maximum"),
  min: extremum("minimum"),
  reduce_max: reduction("maximum"),
  reduce_min: reduction("minimum"),
  quantile: reduction("maximum", 1),
  ptp: reduction("range"),
  var_mean: pair("variance", "mean"),
  std_mean: pair("deviation", "mean"),
  aminmax: pair("minimum", "maximum"),
  moments,
};
