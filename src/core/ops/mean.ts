import { countOf, reductionOp, stretch } from "./reduction.ts";
import { scale } from "./scale.ts";

/** Arithmetic mean, accumulated in float64; NaN over no elements, as in NumPy. */
export const mean = reductionOp("mean", {
  backward({ grad, inputShapes, attributes: { axis } }) {
    const [shape] = inputShapes;
    return [stretch(scale(grad, 1 / countOf(shape!, axis)), shape!, axis)];
  },
});
