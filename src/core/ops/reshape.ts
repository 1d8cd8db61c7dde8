import { checkShape, formatShape, ShapeError, sizeOf, type Shape } from "../shape.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

export interface ReshapeAttributes {
  /** One length may be -1: what is left over. */
  readonly shape: Shape;
}

function resolve(from: Shape, to: Shape): Shape {
  const mismatch = () =>
    new ShapeError(
      "reshape",
      `${formatShape(from)} has ${sizeOf(from)} elements, ${formatShape(to)} does not fit`,
    );
  const open = checkShape("reshape", to, true).indexOf(-1);
  if (open < 0) {
    if (sizeOf(to) !== sizeOf(from)) throw mismatch();
    return to;
  }
  const rest = sizeOf(from) / sizeOf(to.toSpliced(open, 1));
  if (!Number.isInteger(rest)) throw mismatch();
  return to.with(open, rest);
}

/** The same elements in order under another shape; a view where the memory allows it. */
export const reshape: Op<ReshapeAttributes> = {
  name: "reshape",
  dtype: "same",
  shape: ([x], { shape }) => resolve(x!, shape),
  forward: ([x], _attributes, shape) => x!.reshape(shape),
  backward: ({ grad, inputShapes }) => [grad.reshape(inputShapes[0]!)],
  samples: () => [
    { inputs: [uniform([2, 6], 1)], attributes: { shape: [2, 2, 3] } },
    { inputs: [uniform([2, 6], 1)], attributes: { shape: [3, -1] } },
    { inputs: [uniform([1], 1)], attributes: { shape: [] } },
  ],
};
