import { NDArray } from "../ndarray.ts";
import { formatShape, ShapeError, stridesOf, type Shape } from "../shape.ts";
import { checkIndex } from "./checkIndex.ts";
import type { Op } from "./op.ts";
import { uniform, values } from "./sampleInputs.ts";

export interface GatherAttributes {
  readonly axis: number;
}

/** For each element of the index, its place in the flattened source. */
function places(index: NDArray, source: Shape, axis: number): Float64Array {
  const strides = stridesOf(source);
  const chosen = index.values();
  const of = () => `axis ${axis} of shape ${formatShape(source)}, index of shape ${formatShape(index.shape)}`;
  return Float64Array.from(chosen, (value, i) => {
    checkIndex("gather", "index", value, source[axis]!, of);
    let place = value * strides[axis]!;
    for (let own = source.length - 1, rest = i; own >= 0; own--) {
      const at = rest % index.shape[own]!;
      rest = (rest - at) / index.shape[own]!;
      if (own !== axis) place += at * strides[own]!;
    }
    return place;
  });
}

/** result[..., i, ...] = x[..., index[..., i, ...], ...]; beyond `axis` the index may be shorter than x, as in PyTorch. */
export const gather: Op<GatherAttributes> = {
  name: "gather",
  dtype: "float32",
  shape([x, index], { axis }) {
    const both = `shapes ${formatShape(x!)} and ${formatShape(index!)}`;
    if (index!.length !== x!.length)
      throw new ShapeError("gather", `${both} differ: ${x!.length} and ${index!.length} axes`);
    const long = index!.findIndex((length, own) => own !== axis && length > x![own]!);
    if (long >= 0)
      throw new ShapeError(
        "gather",
        `${both} do not fit beyond axis ${axis}: the index is longer (axis ${long}: ${x![long]} and ${index![long]})`,
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
    { inputs: [uniform([3, 4], 1), values([2, 3], [3, 0, 3, 1, 1, 2])], attributes: { axis: 1 } },
    { inputs: [uniform([3, 2, 2], 1), values([4, 1, 2], [2, 0, 1, 1, 2, 2, 0, 0])], attributes: { axis: 0 } },
  ],
};
