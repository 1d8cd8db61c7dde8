import type { NDArray } from "../ndarray.ts";
import { formatShape, ShapeError } from "../shape.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

export interface TriangleAttributes {
  /** How far the diagonal is moved up. */
  readonly diagonal: number;
}

/** tril or triu: keeps one side of a diagonal of the last two axes, the diagonal included. */
export function triangleOp(name: "tril" | "triu"): Op<TriangleAttributes> {
  const sign = name === "tril" ? 1 : -1;
  const cut = (x: NDArray, diagonal: number) => {
    const [rows, columns] = x.shape.slice(-2) as [number, number];
    const out = x.copy();
    for (let i = 0; i < out.data.length; i++) {
      const row = Math.floor(i / columns) % rows;
      if (sign * ((i % columns) - row - diagonal) > 0) out.data[i] = 0;
    }
    return out;
  };
  return {
    name,
    dtype: "same",
    shape([x]) {
      if (x!.length < 2) throw new ShapeError(name, `shape ${formatShape(x!)} has less than two axes`);
      return x!;
    },
    forward: ([x], { diagonal }) => cut(x!, diagonal),
    backward: ({ grad, attributes: { diagonal } }) => [cut(grad, diagonal)],
    samples: () => [
      { inputs: [uniform([3, 4], 1)], attributes: { diagonal: 0 } },
      { inputs: [uniform([2, 3, 3], 2)], attributes: { diagonal: 1 }, rows: [0] },
      { inputs: [uniform([4, 3], 3)], attributes: { diagonal: -1 } },
    ],
  };
}
