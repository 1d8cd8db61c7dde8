import type { Span } from "../syntax/program.ts";
import type { Statistic, TensorValue } from "./values.ts";

/** A statistic of a tensor over the axes at these places, which no argument names. */
export const statisticOver = (
  { layout, root }: Pick<TensorValue, "layout" | "root">,
  indices: readonly number[],
  how: Pick<Statistic, "reduction" | "measure" | "keepdims">,
  span: Span,
): Statistic => ({
  ...how,
  axis: { kind: "indices", indices },
  axisSpan: null,
  args: null,
  input: layout,
  root,
  span,
  via: null,
  parts: [],
});
