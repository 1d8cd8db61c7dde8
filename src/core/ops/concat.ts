import { NDArray } from "../ndarray.ts";
import { differenceOf, formatShape, ShapeError, sizeOf } from "../shape.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

export interface ConcatAttributes {
  /** Axis along which the tensors are joined, counted from the front. */
  readonly axis: number;
}

/** Joins tensors along one axis; all other axes must agree. */
export const concat: Op<ConcatAttributes> = {
  name: "concat",
  dtype: "same",
  shape(shapes, { axis }) {
    const [first] = shapes;
    for (const shape of shapes) {
      const agrees =
        shape.length === first!.length && shape.every((n, own) => own === axis || n === first![own]);
      if (!agrees)
        throw new ShapeError(
          "concat",
          `shapes ${shapes.map(formatShape).join(" and ")} differ beyond axis ${axis} (${differenceOf(first!, shape, axis)})`,
        );
    }
    return first!.with(
      axis,
      shapes.reduce((sum, shape) => sum + shape[axis]!, 0),
    );
  },
  forward(inputs, { axis }, shape) {
    const out = NDArray.zeros(shape);
    const outer = sizeOf(shape.slice(0, axis));
    const width = sizeOf(shape.slice(axis));
    let column = 0;
    for (const x of inputs) {
      const own = sizeOf(x.shape.slice(axis));
      const data = x.values();
      for (let o = 0; o < outer; o++) out.data.set(data.subarray(o * own, (o + 1) * own), o * width + column);
      column += own;
    }
    return out;
  },
  backward({ grad, inputShapes, wants, attributes: { axis } }) {
    let start = 0;
    return inputShapes.map((shape, i) => {
      const offset = grad.offset + start * grad.strides[axis]!;
      start += shape[axis]!;
      return wants[i] ? new NDArray(grad.storage, shape, grad.strides, offset) : null;
    });
  },
  samples: () => [
    { inputs: [uniform([2, 3], 1), uniform([1, 3], 2)], attributes: { axis: 0 } },
    {
      inputs: [uniform([2, 3], 1), uniform([2, 1], 2), uniform([2, 2], 3)],
      attributes: { axis: 1 },
      rows: [0, 1, 2],
    },
  ],
};
