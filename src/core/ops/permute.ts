import { formatShape, ShapeError } from "../shape.ts";
import { inverse } from "./axisLast.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

export interface PermuteAttributes {
  /** Output axis i is input axis axes[i], counted from the front. */
  readonly axes: readonly number[];
}

/** Reorders the axes; a view. */
export const permute: Op<PermuteAttributes> = {
  name: "permute",
  dtype: "same",
  shape([x], { axes }) {
    const complete = axes.length === x!.length && new Set(axes).size === axes.length;
    if (!complete)
      throw new ShapeError(
        "permute",
        `${formatShape(axes)} does not name each axis of ${formatShape(x!)} once`,
      );
    return axes.map((axis) => x![axis]!);
  },
  forward: ([x], { axes }) => x!.permute(axes),
  backward: ({ grad, attributes: { axes } }) => [grad.permute(inverse(axes))],
  samples: () => [
    { inputs: [uniform([2, 3], 1)], attributes: { axes: [1, 0] } },
    { inputs: [uniform([2, 3, 4], 1)], attributes: { axes: [0, 2, 1] }, rows: [0] },
    { inputs: [uniform([2, 3, 4], 1)], attributes: { axes: [2, 0, 1] } },
  ],
};
