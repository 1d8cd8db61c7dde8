import { binaryOp, zip } from "./binary.ts";

const product = { name: "mul", f: (a: number, b: number) => a * b };
/** C's and PyTorch's power: 1 to the power of anything is 1, -1 to an infinite one too, where JavaScript has NaN. */
function raise(a: number, b: number): number {
  const always = a === 1 || (a === -1 && Math.abs(b) === Infinity);
  return always ? 1 : a ** b;
}

/** d(a^b)/da; at b = 0 the power is constant, also at a = 0. */
const baseSlope = { name: "powBaseSlope", f: (a: number, b: number) => (b === 0 ? 0 : b * raise(a, b - 1)) };
/** d(a^b)/db; 0 at a = 0, b > 0, where log(a) is infinite but the power stays 0. */
const exponentSlope = {
  name: "powExponentSlope",
  f: (a: number, b: number) => (a === 0 && b >= 0 ? 0 : raise(a, b) * Math.log(a)),
};

export const power = binaryOp({
  name: "pow",
  f: raise,
  gradient: {
    saves: [0, 1],
    a: (grad, a, b) => zip(product, grad, zip(baseSlope, a(), b())),
    b: (grad, a, b) => zip(product, grad, zip(exponentSlope, a(), b())),
  },
});
