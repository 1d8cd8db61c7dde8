import type { Op } from "./op.ts";
import {
  reduceAxes,
  reductionSamples,
  reductionShape,
  stretch,
  type ReductionAttributes,
} from "./reduction.ts";

export const sum: Op<ReductionAttributes> = {
  name: "sum",
  shape: ([x], attributes) => reductionShape(x!, attributes),
  forward: ([x], { axis }, shape) => reduceAxes("sum", x!, axis, shape),
  backward: ({ grad, inputShapes, attributes }) => [stretch(grad, inputShapes[0]!, attributes.axis)],
  samples: () => reductionSamples<ReductionAttributes>({}),
};
