import { binaryOp, zip } from "./binary.ts";
import { savesFactors } from "./op.ts";

const product = { name: "mul", f: (a: number, b: number) => a * b };

export const multiply = binaryOp({
  ...product,
  gradient: {
    saves: savesFactors,
    a: (grad, _a, b) => zip(product, grad, b()),
    b: (grad, a) => zip(product, grad, a()),
  },
});
