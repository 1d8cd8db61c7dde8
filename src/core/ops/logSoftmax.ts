import { kernels } from "../kernels/kernels.ts";
import { axisLast, valuesAxisLast } from "./axisLast.ts";
import type { Op } from "./op.ts";
import { softmaxSamples, type SoftmaxAttributes } from "./softmax.ts";

/** log(softmax(x)) without the detour that would lose small probabilities. */
export const logSoftmax: Op<SoftmaxAttributes> = {
  name: "logSoftmax",
  shape: ([x]) => x!,
  forward: ([x], { axis }) =>
    axisLast(x!, axis, (rows, columns, out) => kernels().logSoftmax(rows, columns, out)),
  savesOutput: true,
  backward({ grad, output, attributes: { axis } }) {
    return [
      axisLast(output(), axis, (y, columns, out) => {
        kernels().logSoftmaxGradient(y, valuesAxisLast(grad, axis), columns, out);
      }),
    ];
  },
  samples: softmaxSamples,
};
