import { binaryOp } from "./binary.ts";
import { scale } from "./scale.ts";

export const subtract = binaryOp({
  name: "sub",
  f: (a, b) => a - b,
  gradient: { saves: [], a: (grad) => grad, b: (grad) => scale(grad, -1) },
});
