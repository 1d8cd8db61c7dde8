import { ShapeError, formatShape } from "../shape.ts";
import type { Op } from "./op.ts";
import { checkNotEmpty, reduceAxes, reductionShape, type ReductionAttributes } from "./reduction.ts";
import { uniform } from "./sampleInputs.ts";

/** Place of the largest or smallest element along one axis (over all elements: of the flattened tensor); no gradient. */
export function argExtremeOp(name: "argmax" | "argmin"): Op<ReductionAttributes> {
  return {
    name,
    shape([x], attributes) {
      const { axis } = attributes;
      if (axis.length !== 1 && axis.length !== x!.length)
        throw new ShapeError(
          name,
          `takes one axis or all of shape ${formatShape(x!)}, got ${formatShape(axis)}`,
        );
      checkNotEmpty(name, x!, axis);
      return reductionShape(x!, attributes);
    },
    forward: ([x], { axis }, shape) => reduceAxes(name, x!, axis, shape),
    samples: () => [
      { inputs: [uniform([3, 4], 1)], attributes: { axis: [1], keepdims: false }, rows: [0] },
      { inputs: [uniform([3, 4], 2)], attributes: { axis: [0], keepdims: true } },
      { inputs: [uniform([3, 4], 3)], attributes: { axis: [0, 1], keepdims: false } },
    ],
  };
}
