import { NDArray } from "../ndarray.ts";
import { formatShape, ShapeError } from "../shape.ts";
import { checkIndex } from "./checkIndex.ts";
import type { Op } from "./op.ts";
import { uniform, values } from "./sampleInputs.ts";

/** Rows of a table [rows, columns] chosen by ids [...]: the result is [..., columns]. Ids must be whole numbers in range. */
export const embedding: Op = {
  name: "embedding",
  shape([table, ids]) {
    if (table!.length !== 2)
      throw new ShapeError("embedding", `the table must be [rows, columns], got ${formatShape(table!)}`);
    return [...ids!, table![1]!];
  },
  forward([table, ids], _attributes, shape) {
    const [rows, columns] = table!.shape as [number, number];
    const out = NDArray.empty(shape);
    const data = table!.values();
    ids!.values().forEach((id, i) => {
      checkIndex("embedding", "id", id, rows);
      out.data.set(data.subarray(id * columns, (id + 1) * columns), i * columns);
    });
    return out;
  },
  saves: [1],
  backward({ grad, input, inputShapes }) {
    const [rows, columns] = inputShapes[0] as readonly [number, number];
    const out = NDArray.zeros([rows, columns]);
    const upstream = grad.values();
    const { data } = out;
    input(1)
      .values()
      .forEach((id, i) => {
        for (let to = id * columns, from = i * columns, end = from + columns; from < end; to++, from++)
          data[to]! += upstream[from]!;
      });
    return [out, null];
  },
  samples: () => [
    { inputs: [uniform([4, 3], 1), values([2, 2], [3, 0, 3, 1])], attributes: {}, rows: [1] },
    { inputs: [uniform([2, 3], 1), values([], [1])], attributes: {} },
  ],
};
