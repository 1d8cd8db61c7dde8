import { axisLast } from "./axisLast.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

export interface CumsumAttributes {
  readonly axis: number;
}

/** Running sums in float64; from the back for the gradient. */
function runningSums(x: Float32Array, columns: number, out: Float32Array, backwards: boolean): void {
  for (let start = 0; start < x.length; start += columns) {
    let sum = 0;
    for (let n = 0; n < columns; n++) {
      const i = start + (backwards ? columns - 1 - n : n);
      sum += x[i]!;
      out[i] = sum;
    }
  }
}

/** Sums of all elements up to and including each one, along one axis. */
export const cumsum: Op<CumsumAttributes> = {
  name: "cumsum",
  shape: ([x]) => x!,
  forward: ([x], { axis }) =>
    axisLast(x!, axis, (rows, columns, out) => runningSums(rows, columns, out, false)),
  backward: ({ grad, attributes: { axis } }) => [
    axisLast(grad, axis, (rows, columns, out) => runningSums(rows, columns, out, true)),
  ],
  samples: () => [
    { inputs: [uniform([2, 4], 1)], attributes: { axis: 1 }, rows: [0] },
    { inputs: [uniform([3, 2, 2], 1)], attributes: { axis: 0 } },
  ],
};
