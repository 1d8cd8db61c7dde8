import { kernels } from "../kernels/kernels.ts";
import { axisLast, valuesAxisLast } from "./axisLast.ts";
import type { Op } from "./op.ts";
import { uniform, values } from "./sampleInputs.ts";

export interface SoftmaxAttributes {
  /** Axis along which the results sum to 1, counted from the front. */
  readonly axis: number;
}

/** exp(x - max) / sum(exp(x - max)): finite for any finite input. */
export const softmax: Op<SoftmaxAttributes> = {
  name: "softmax",
  shape: ([x]) => x!,
  forward: ([x], { axis }) =>
    axisLast(x!, axis, (rows, columns, out) => kernels().softmax(rows, columns, out)),
  savesOutput: true,
  backward({ grad, output, attributes: { axis } }) {
    return [
      axisLast(output(), axis, (y, columns, out) => {
        kernels().softmaxGradient(y, valuesAxisLast(grad, axis), columns, out);
      }),
    ];
  },
  samples: softmaxSamples,
};

export function softmaxSamples() {
  return [
    { inputs: [uniform([3, 5], 1, -3, 3)], attributes: { axis: 1 }, rows: [0] },
    { inputs: [uniform([2, 3, 4], 2, -3, 3)], attributes: { axis: 1 }, rows: [0] },
    {
      inputs: [values([2, 3], [1e4, -1e4, 0, -1e4, -1e4, -1e4])],
      attributes: { axis: 1 },
      rows: [0],
      smooth: false,
    },
  ];
}
