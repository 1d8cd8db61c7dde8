import { float32Index } from "../float32Index.ts";
import { formatShape, ShapeError } from "../shape.ts";
import { NDArray } from "../ndarray.ts";
import { inverse, moveToBack, valuesAxisLast } from "./axisLast.ts";
import { largestPlaces } from "./largestPlaces.ts";
import type { Op } from "./op.ts";
import { uniform, values } from "./sampleInputs.ts";

export interface TopkAttributes {
  readonly k: number;
  readonly axis: number;
}

/** Where the k largest elements of each row are, largest first; of equals the first comes first, NaN is larger than all. */
export const topkIndices: Op<TopkAttributes> = {
  name: "topk",
  shape([x], { k, axis }) {
    if (!Number.isInteger(k) || k < 0 || k > x![axis]!)
      throw new ShapeError("topk", `k = ${k} does not fit axis ${axis} of shape ${formatShape(x!)}`);
    return x!.with(axis, k);
  },
  forward([x], { k, axis }, shape) {
    const order = moveToBack(x!.rank, axis);
    const out = NDArray.zeros(order.map((own) => shape[own]!));
    const rows = valuesAxisLast(x!, axis);
    const columns = x!.shape[axis]!;
    for (let start = 0, to = 0; k > 0 && start < rows.length; start += columns, to += k) {
      const row = rows.subarray(start, start + columns);
      largestPlaces(row, k).forEach((place, i) => (out.data[to + i] = float32Index("topk", place)));
    }
    return out.permute(inverse(order));
  },
  samples: () => [
    { inputs: [uniform([3, 5], 1)], attributes: { k: 2, axis: 1 }, rows: [0] },
    { inputs: [uniform([4, 2], 1)], attributes: { k: 4, axis: 0 } },
    { inputs: [values([1, 4], [2, 7, 7, 1])], attributes: { k: 1, axis: 1 } },
  ],
};
