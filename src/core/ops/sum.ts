import { reductionOp, stretch } from "./reduction.ts";

/** Sum, accumulated in float64. */
export const sum = reductionOp("sum", {
  backward: ({ grad, inputShapes, attributes }) => [stretch(grad, inputShapes[0]!, attributes.axis)],
});
