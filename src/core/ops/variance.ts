import { zip } from "./binary.ts";
import { centered } from "./centered.ts";
import type { Op } from "./op.ts";
import {
  countOf,
  reduceAxes,
  reductionSamples,
  reductionShape,
  stretch,
  type ReductionAttributes,
} from "./reduction.ts";

export interface VarianceAttributes extends ReductionAttributes {
  /** The divisor is the number of elements minus this: 0 for the population variance, 1 for Bessel's correction. */
  readonly correction: number;
}

/** Two passes in float64: mean first, then the squared differences. */
export const variance: Op<VarianceAttributes> = {
  name: "var",
  shape: ([x], attributes) => reductionShape(x!, attributes),
  forward: ([x], { axis, correction }, shape) => reduceAxes("variance", x!, axis, shape, correction),
  saves: [0],
  backward({ grad, input, attributes: { axis, correction } }) {
    const x = input(0);
    const factor = 2 / (countOf(x.shape, axis) - correction);
    const product = { name: "varianceGradient", f: (g: number, c: number) => factor * g * c };
    return [zip(product, stretch(grad, x.shape, axis), centered(x, axis))];
  },
  samples: () => [
    ...reductionSamples<VarianceAttributes>({ correction: 0 }),
    ...reductionSamples<VarianceAttributes>({ correction: 1 }),
  ],
};
