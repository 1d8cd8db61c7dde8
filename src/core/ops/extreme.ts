import { zip } from "./binary.ts";
import type { Op } from "./op.ts";
import {
  checkNotEmpty,
  reduceAxes,
  reductionOp,
  reductionShape,
  stretch,
  type ReductionAttributes,
} from "./reduction.ts";

/** max or min; where several elements tie, the gradient is shared among them evenly, as PyTorch's amax does. */
export function extremeOp(name: "max" | "min"): Op<ReductionAttributes> {
  const reduction = reductionOp(name, {
    saves: [0],
    savesOutput: true,
    backward({ grad, input, output, attributes: { axis } }) {
      const x = input(0);
      const ties = zip(
        { name: "equal", f: (a, b) => (a === b ? 1 : 0) },
        x,
        stretch(output(), x.shape, axis),
      );
      const counts = reduceAxes("sum", ties, axis, grad.shape);
      const share = zip({ name: "div", f: (g, n) => g / n }, grad, counts);
      return [zip({ name: "mul", f: (a, b) => a * b }, ties, stretch(share, x.shape, axis))];
    },
  });
  return {
    ...reduction,
    shape([x], attributes) {
      checkNotEmpty(name, x!, attributes.axis);
      return reductionShape(x!, attributes);
    },
  };
}
