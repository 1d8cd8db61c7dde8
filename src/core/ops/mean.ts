import { scale } from "./scale.ts";
import type { Op } from "./op.ts";
import {
  countOf,
  reduceAxes,
  reductionSamples,
  reductionShape,
  stretch,
  type ReductionAttributes,
} from "./reduction.ts";

/** Arithmetic mean, accumulated in float64; NaN over no elements, as in NumPy. */
export const mean: Op<ReductionAttributes> = {
  name: "mean",
  shape: ([x], attributes) => reductionShape(x!, attributes),
  forward: ([x], { axis }, shape) => reduceAxes("mean", x!, axis, shape),
  backward({ grad, inputShapes, attributes: { axis } }) {
    const [shape] = inputShapes;
    return [stretch(scale(grad, 1 / countOf(shape!, axis)), shape!, axis)];
  },
  samples: () => reductionSamples<ReductionAttributes>({}),
};
