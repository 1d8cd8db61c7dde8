import { unaryOp } from "./unary.ts";

export const square = unaryOp({
  name: "square",
  f: (x) => x * x,
  derivative: (x) => 2 * x,
  range: [-2, 2],
});
