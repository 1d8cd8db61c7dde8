import { NDArray } from "../ndarray.ts";
import { formatShape, ShapeError, sizeOf, type Shape } from "../shape.ts";
import { checkIndex } from "./checkIndex.ts";
import type { Op } from "./op.ts";
import { uniform, values } from "./sampleInputs.ts";

export interface GatherAttributes {
  readonly axis: number;
}

/** For each element of the index, its place in the flattened source. */
function places(index: NDArray, source: Shape, axis: number): Int32Array {
  const inner = sizeOf(source.slice(axis + 1));
  const result = new Int32Array(index.size);
  const chosen = index.values();
  for (let i = 0; i < result.length; i++) {
    checkIndex("gather", "index", chosen[i]!, source[axis]!);
    const outer = Math.floor(i / (inner * index.shape[axis]!));
    result[i] = (outer * source[axis]! + chosen[i]!) * inner + (i % inner);
  }
  return result;
}

/** result[..., i, ...] = x[..., index[..., i, ...], ...]; all axes but one of x and index agree. */
export const gather: Op<GatherAttributes> = {
  name: "gather",
  dtype: "float32",
  shape([x, index], { axis }) {
    if (index!.length !== x!.length || index!.some((length, own) => own !== axis && length !== x![own]))
      throw new ShapeError(
        "gather",
        `shapes ${formatShape(x!)} and ${formatShape(index!)} differ beyond axis ${axis}`,
      );
    return index!;
  },
  forward([x, index], { axis }, shape) {
    const out = NDArray.zeros(shape);
    const data = x!.values();
    places(index!, x!.shape, axis).forEach((place, i) => (out.data[i] = data[place]!));
    return out;
  },
  saves: [1],
  backward({ grad, input, inputShapes, attributes: { axis } }) {
    const out = NDArray.zeros(inputShapes[0]!);
    const upstream = grad.values();
    places(input(1), inputShapes[0]!, axis).forEach((place, i) => (out.data[place]! += upstream[i]!));
    return [out, null];
  },
  samples: () => [
    { inputs: [uniform([2, 4], 1), values([2, 2], [3, 0, 1, 1])], attributes: { axis: 1 }, rows: [0, 1] },
    { inputs: [uniform([3, 2], 1), values([1, 2], [2, 0])], attributes: { axis: 0 } },
    {
      inputs: [uniform([2, 3, 2], 1), values([2, 1, 2], [2, 0, 1, 1])],
      attributes: { axis: 1 },
      rows: [0, 1],
    },
  ],
};
