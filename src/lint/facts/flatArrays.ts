import { axisOf, mergeAxes, refine, type Axis } from "../layout/axis.ts";
import { roleOfName } from "../layout/axisNames.ts";
import type { Span } from "../syntax/program.ts";
import { type NumberValue, type TensorValue, type Value, asNumber } from "./values.ts";

// Flat arrays of [T * C], as plain JavaScript keeps them: the index says what lies in them.

/** Whether a value stands for a size or a place in plain arithmetic: a number, or a parameter that is called like a size. */
export const isSize = (value: Value): boolean =>
  value.kind === "number" ||
  (value.kind === "tensor" &&
    value.name !== null &&
    value.layout.axes === null &&
    value.statistic === null &&
    value.along === null &&
    /^(batch|token|channel)$/.test(roleOfName(value.name) ?? ""));

/** `x[t * C + c]`, or `x[i]` where i runs up to `T * C`, tells that x holds all tokens. */
export function tellByIndex(array: TensorValue, index: readonly Value[], span: Span): void {
  if (array.layout.axes) return;
  const [first, last] = index.map(asNumber);
  const axes = last ? rowMajor(first!, last) : axesOf(factorsOf(first?.counter?.bound));
  if (axes && ["token", "channel"].every((role) => axes.some((axis) => axis.role === role)))
    refine(array.layout, [mergeAxes(axes)], { how: "indexed", span });
}

/** The axes that `t * C` and `c` of an index run along. */
function rowMajor(row: NumberValue, item: NumberValue): Axis[] | null {
  const counted = row.factors.find((factor) => factor.counter);
  const bounds = [counted, item].map((value) => value?.counter && asNumber(value.counter.bound));
  return bounds.every((bound) => bound) ? axesOf(bounds as NumberValue[]) : null;
}

function factorsOf(bound: Value | undefined): readonly NumberValue[] {
  return bound?.kind === "number" ? bound.factors : [];
}

const axesOf = (sizes: readonly NumberValue[]): Axis[] =>
  sizes.map(({ name }) => axisOf((name !== null && roleOfName(name)) || "unknown", name));
