import { unaryOp } from "./unary.ts";

export const cosine = unaryOp({
  name: "cos",
  f: Math.cos,
  derivative: (x) => -Math.sin(x),
  range: [-3, 3],
});
