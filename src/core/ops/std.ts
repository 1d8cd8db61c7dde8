import { NDArray } from "../ndarray.ts";
import type { Shape } from "../shape.ts";
import { inverse } from "./axisLast.ts";
import type { Op } from "./op.ts";
import { countOf, reduceAxes, reductionSamples, reductionShape } from "./reduction.ts";
import { values } from "./sampleInputs.ts";
import type { VarianceAttributes } from "./variance.ts";

/**
 * out = grad (x - mean) / (std (n - correction)) for one row, in float64 all through: neither squares nor quotients of float32 numbers
 * overflow there. 0 where all are equal, as in PyTorch.
 */
function rowGradient(row: Float32Array, grad: number, correction: number, out: Float32Array): void {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  const squares = row.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const divisor = Math.max(0, row.length - correction);
  const std = Math.sqrt(squares / divisor);
  const slope = std === 0 ? 0 : grad / std / divisor;
  for (let i = 0; i < row.length; i++) out[i] = (row[i]! - mean) * slope;
}

/** A sample that finite differences cannot follow. */
const one = (shape: Shape, numbers: readonly number[]) => ({
  inputs: [values(shape, numbers)],
  attributes: { axis: [shape.length - 1], keepdims: false, correction: 0 },
  smooth: false,
});

/** Standard deviation: the square root of `var`, taken before rounding to float32. */
export const std: Op<VarianceAttributes> = {
  name: "std",
  shape: ([x], attributes) => reductionShape(x!, attributes),
  forward: ([x], { axis, correction }, shape) => reduceAxes("std", x!, axis, shape, correction),
  saves: [0],
  backward({ grad, input, attributes: { axis, correction } }) {
    const x = input(0);
    const kept = x.shape.flatMap((_, own) => (axis.includes(own) ? [] : [own]));
    const order = [...kept, ...axis];
    const moved = x.permute(order);
    const rows = moved.values();
    const upstream = grad.values();
    const out = NDArray.empty(moved.shape);
    const length = countOf(x.shape, axis);
    for (let row = 0; row < upstream.length; row++) {
      const [start, end] = [row * length, (row + 1) * length];
      rowGradient(rows.subarray(start, end), upstream[row]!, correction, out.data.subarray(start, end));
    }
    return [out.permute(inverse(order))];
  },
  samples: () => [
    ...reductionSamples<VarianceAttributes>({ correction: 0 }),
    ...reductionSamples<VarianceAttributes>({ correction: 1 }),
    one([3], [2, 2, 2]),
    one([2, 1], [2, -3]),
    one([1, 3], [1e30, 5e30, -2e30]),
    one([1, 3], [1e-30, 4e-30, -3e-30]),
  ],
};
