import { NDArray } from "../ndarray.ts";
import { formatShape, ShapeError } from "../shape.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";
import { scatter } from "./scatter.ts";

/** start, start + step, ... : `length` elements of one axis. */
export interface AxisRange {
  readonly start: number;
  readonly length: number;
  readonly step: number;
}

export interface SliceAttributes {
  /** One range for each axis. */
  readonly ranges: readonly AxisRange[];
}

function view(x: NDArray, ranges: readonly AxisRange[]): NDArray {
  const offset = ranges.reduce((sum, { start }, axis) => sum + start * x.strides[axis]!, x.offset);
  const strides = ranges.map(({ step }, axis) => step * x.strides[axis]!);
  return new NDArray(
    x.storage,
    ranges.map(({ length }) => length),
    strides,
    offset,
  );
}

/** A regular part of a tensor; a view. */
export const slice: Op<SliceAttributes> = {
  name: "slice",
  dtype: "same",
  shape([x], { ranges }) {
    if (ranges.length !== x!.length)
      throw new ShapeError("slice", `${ranges.length} ranges for shape ${formatShape(x!)}`);
    return ranges.map(({ length }) => length);
  },
  forward: ([x], { ranges }) => view(x!, ranges),
  backward({ grad, inputShapes, attributes: { ranges } }) {
    const out = NDArray.zeros(inputShapes[0]!);
    scatter(grad, view(out, ranges));
    return [out];
  },
  samples: () => [
    {
      inputs: [uniform([4, 5], 1)],
      attributes: {
        ranges: [
          { start: 1, length: 2, step: 1 },
          { start: 4, length: 3, step: -2 },
        ],
      },
    },
    {
      inputs: [uniform([2, 6], 1)],
      attributes: {
        ranges: [
          { start: 0, length: 2, step: 1 },
          { start: 1, length: 2, step: 3 },
        ],
      },
    },
    { inputs: [uniform([3], 1)], attributes: { ranges: [{ start: 3, length: 0, step: 1 }] } },
  ],
};
