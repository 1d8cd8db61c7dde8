import { type Axis, axisOf, layoutOf, mergeAxes, refine } from "../../layout/axis.ts";
import { axesFromNames } from "../../layout/axisNames.ts";
import { type PatternSide, einopsPattern } from "../../layout/einopsPattern.ts";
import { statisticOver } from "../statistic.ts";
import type { Measure, TensorValue, Value } from "../values.ts";
import { tensor } from "../values.ts";
import type { OperationCall } from "./operation.ts";

const measures: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  ["mean", "mean"],
  ["sum", "sum"],
  ["max", "maximum"],
  ["min", "minimum"],
]);

/** `rearrange(x, pattern)` and `reduce(x, pattern, "mean")`. Axes keep their identity by the names of the pattern. */
export function einops(call: OperationCall): Value {
  const pattern = call.args.value(0, "pattern");
  const parsed = pattern.kind === "string" ? einopsPattern(pattern.value) : null;
  if (!parsed) return tensor();
  const { input } = call;
  const names = namedAxes(input, parsed.from, call.span);
  for (const group of parsed.to)
    for (const name of group) if (!names.has(name)) names.set(name, axisOf("unknown", name));
  if (parsed.to.every((group) => group.length === 1)) nameNewAxes(parsed.to, names);
  const axes = parsed.to.map((group) => axisOfGroup(group, names));
  const layout = layoutOf(axes, input.layout.evidence ?? { how: "pattern", span: call.span });
  if (call.name !== "reduce") return { ...input, name: null, layout, reshaped: input.statistic !== null };
  return reduced(call, parsed.from, parsed.to, { ...input, layout });
}

/** The axes of the input by the names on the left; names tell an unknown layout. */
function namedAxes(
  input: TensorValue,
  from: PatternSide,
  span: { start: number; end: number },
): Map<string, Axis> {
  const axes = axesFromNames(from.map((group) => (group.length === 1 ? group[0]! : null)));
  refine(input.layout, axes, { how: "pattern", span });
  const known = input.layout.axes?.length === from.length ? input.layout.axes : axes;
  const names = new Map<string, Axis>();
  from.forEach((group, index) => {
    const axis = known[index]!;
    if (group.length === 1) names.set(group[0]!, axis);
    else
      for (const name of group)
        names.set(name, axis.parts.find((part) => part.name === name) ?? axisOf("unknown", name));
  });
  return names;
}

/** Names that a split brings in, such as `h d` out of `(h d)`, are read among the others of the result. */
function nameNewAxes(to: PatternSide, names: Map<string, Axis>): void {
  axesFromNames(to.map((group) => group[0]!)).forEach((axis, index) => {
    const held = names.get(to[index]![0]!)!;
    if (held.role === "unknown") held.role = axis.role;
  });
}

function axisOfGroup(group: readonly string[], names: ReadonlyMap<string, Axis>): Axis {
  if (group.length === 0 || /^\d+$/.test(group[0]!)) return axisOf("unit", "1");
  return mergeAxes(group.map((name) => names.get(name)!));
}

function reduced(call: OperationCall, from: PatternSide, to: PatternSide, result: TensorValue): Value {
  const operation = call.args.value(1, "reduction");
  const named = operation.kind === "string" ? measures.get(operation.value) : undefined;
  const kept = new Set(to.flat());
  const indices = from.flatMap((group, index) => (group.some((name) => !kept.has(name)) ? [index] : []));
  if (!named) return tensor();
  const measure: Measure = named === "mean" && call.input.squared ? "meanSquare" : named;
  return {
    ...result,
    squared: false,
    statistic: statisticOver(
      call.input,
      indices,
      { reduction: named, measure, keepdims: to.length === from.length },
      call.span,
    ),
  };
}
