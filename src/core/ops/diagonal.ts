import { NDArray } from "../ndarray.ts";
import { formatShape, ShapeError } from "../shape.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";
import { scatter } from "./scatter.ts";

export interface DiagonalAttributes {
  readonly axes: readonly [number, number];
}

function view(x: NDArray, [first, second]: readonly [number, number]): NDArray {
  const rest = x.shape.flatMap((_, axis) => (axis === first || axis === second ? [] : [axis]));
  return new NDArray(
    x.storage,
    [...rest.map((axis) => x.shape[axis]!), x.shape[first]!],
    [...rest.map((axis) => x.strides[axis]!), x.strides[first]! + x.strides[second]!],
    x.offset,
  );
}

/** Elements with equal indices along two axes, as the last axis; a view. */
export const diagonal: Op<DiagonalAttributes> = {
  name: "diagonal",
  dtype: "same",
  shape([x], { axes: [first, second] }) {
    if (first === second || x![first] !== x![second])
      throw new ShapeError(
        "diagonal",
        `axes ${first} and ${second} of shape ${formatShape(x!)} must be two of the same length`,
      );
    return [...x!.filter((_, axis) => axis !== first && axis !== second), x![first]!];
  },
  forward: ([x], { axes }) => view(x!, axes),
  backward({ grad, inputShapes, attributes: { axes } }) {
    const out = NDArray.zeros(inputShapes[0]!);
    scatter(grad, view(out, axes));
    return [out];
  },
  samples: () => [
    { inputs: [uniform([3, 3], 1)], attributes: { axes: [0, 1] } },
    { inputs: [uniform([3, 2, 3], 1)], attributes: { axes: [0, 2] } },
  ],
};
