import { binaryOp, zip } from "./binary.ts";

const quotient = { name: "div", f: (a: number, b: number) => a / b };
/** d(a/b)/db per unit of a: -1/b^2, in one rounding. */
const slope = { name: "divSlope", f: (a: number, b: number) => -a / (b * b) };

export const divide = binaryOp({
  ...quotient,
  gradient: {
    saves: ([a, b]) => (b ? [0, 1] : a ? [1] : []),
    a: (grad, _a, b) => zip(quotient, grad, b()),
    b: (grad, a, b) => zip({ name: "mul", f: (g, s) => g * s }, grad, zip(slope, a(), b())),
  },
});
