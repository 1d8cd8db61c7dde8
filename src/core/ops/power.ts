import { binaryOp, zip } from "./binary.ts";

const product = { name: "mul", f: (a: number, b: number) => a * b };
/** d(a^b)/da; at b = 0 the power is constant, also at a = 0. */
const baseSlope = { name: "powBaseSlope", f: (a: number, b: number) => (b === 0 ? 0 : b * a ** (b - 1)) };
/** d(a^b)/db; 0 at a = 0, b > 0, where log(a) is infinite but the power stays 0. */
const exponentSlope = {
  name: "powExponentSlope",
  f: (a: number, b: number) => (a === 0 && b >= 0 ? 0 : a ** b * Math.log(a)),
};

export const power = binaryOp({
  name: "pow",
  f: (a, b) => a ** b,
  gradient: {
    saves: [0, 1],
    a: (grad, a, b) => zip(product, grad, zip(baseSlope, a(), b())),
    b: (grad, a, b) => zip(product, grad, zip(exponentSlope, a(), b())),
  },
});
