import { reducedShape } from "../axes.ts";
import { zip } from "./binary.ts";
import { centered } from "./centered.ts";
import type { Op } from "./op.ts";
import { countOf, reduceAxes, reductionSamples, reductionShape, stretch } from "./reduction.ts";
import type { VarianceAttributes } from "./variance.ts";
import { mapArray } from "./unary.ts";

const root = { name: "sqrt", f: Math.sqrt };

/** Standard deviation: the square root of `var`. */
export const std: Op<VarianceAttributes> = {
  name: "std",
  shape: ([x], attributes) => reductionShape(x!, attributes),
  forward: ([x], { axis, correction }, shape) =>
    mapArray(root, reduceAxes("variance", x!, axis, shape, correction)),
  saves: [0],
  savesOutput: true,
  backward({ grad, input, output, attributes: { axis, correction } }) {
    const x = input(0);
    const count = countOf(x.shape, axis) - correction;
    const keepdims = reducedShape(x.shape, axis, true);
    const perUnit = { name: "stdSlope", f: (g: number, s: number) => g / (s * count) };
    const slope = zip(perUnit, grad.reshape(keepdims), output().reshape(keepdims));
    return [zip({ name: "mul", f: (a, b) => a * b }, stretch(slope, x.shape, axis), centered(x, axis))];
  },
  samples: () => reductionSamples<VarianceAttributes>({ correction: 0 }),
};
