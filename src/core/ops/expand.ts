import { broadcastShapes } from "../broadcasting.ts";
import { checkShape, formatShape, sameShape, ShapeError, type Shape } from "../shape.ts";
import { sumTo } from "./broadcastGradient.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

export interface ExpandAttributes {
  readonly shape: Shape;
}

/** Stretches axes of length 1 and adds axes in front, as broadcasting does; a view. */
export const expand: Op<ExpandAttributes> = {
  name: "expand",
  dtype: "same",
  shape([x], { shape }) {
    if (!sameShape(broadcastShapes("expand", x!, checkShape("expand", shape)), shape))
      throw new ShapeError("expand", `${formatShape(x!)} does not broadcast to ${formatShape(shape)}`);
    return shape;
  },
  forward: ([x], { shape }) => x!.expand(shape),
  backward: ({ grad, inputShapes }) => [sumTo(grad, inputShapes[0]!)],
  samples: () => [
    { inputs: [uniform([2, 1], 1)], attributes: { shape: [2, 3] } },
    { inputs: [uniform([3], 1)], attributes: { shape: [2, 2, 3] } },
  ],
};
