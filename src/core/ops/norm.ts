import { zip } from "./binary.ts";
import { reductionOp, stretch } from "./reduction.ts";

/** Euclidean norm, accumulated in float64; its gradient at 0 is 0. */
export const norm = reductionOp("norm", {
  saves: [0],
  savesOutput: true,
  backward({ grad, input, output, attributes: { axis } }) {
    const x = input(0);
    const share = zip({ name: "normShare", f: (g, n) => (n === 0 ? 0 : g / n) }, grad, output());
    return [zip({ name: "mul", f: (a, b) => a * b }, x, stretch(share, x.shape, axis))];
  },
});
