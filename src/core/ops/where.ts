import { broadcastShapes } from "../broadcasting.ts";
import { NDArray } from "../ndarray.ts";
import { sumTo } from "./broadcastGradient.ts";
import type { Op } from "./op.ts";
import { uniform, values } from "./sampleInputs.ts";

/** Where the condition is not 0 the element of `a`, else of `b`; all three broadcast. No gradient for the condition. */
function choose(condition: NDArray, a: NDArray | null, b: NDArray | null, shape: readonly number[]): NDArray {
  const out = NDArray.zeros(shape);
  const mask = condition.expand(shape).values();
  const yes = a?.expand(shape).values();
  const no = b?.expand(shape).values();
  for (let i = 0; i < mask.length; i++) {
    const source = mask[i] !== 0 ? yes : no;
    if (source) out.data[i] = source[i]!;
  }
  return out;
}

export const where: Op = {
  name: "where",
  shape: (shapes) => broadcastShapes("where", ...shapes),
  forward: ([condition, a, b], _attributes, shape) => choose(condition!, a!, b!, shape),
  saves: [0],
  backward({ grad, wants, inputShapes, input }) {
    const condition = input(0);
    return [
      null,
      wants[1] ? sumTo(choose(condition, grad, null, grad.shape), inputShapes[1]!) : null,
      wants[2] ? sumTo(choose(condition, null, grad, grad.shape), inputShapes[2]!) : null,
    ];
  },
  samples: () => [
    {
      inputs: [values([2, 2], [1, 0, 0, 1]), uniform([2, 2], 1), uniform([2, 2], 2)],
      attributes: {},
      rows: [0, 1, 2],
    },
    { inputs: [values([3], [1, 0, 1]), uniform([2, 1], 1), uniform([], 2)], attributes: {}, rows: [1] },
  ],
};
