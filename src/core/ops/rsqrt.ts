import { unaryOp } from "./unary.ts";

export const rsqrt = unaryOp({
  name: "rsqrt",
  f: (x) => 1 / Math.sqrt(x),
  derivative: (x) => -0.5 / (x * Math.sqrt(x)),
  range: [0.2, 3],
});
