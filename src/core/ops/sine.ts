import { unaryOp } from "./unary.ts";

export const sine = unaryOp({
  name: "sin",
  f: Math.sin,
  derivative: (x) => Math.cos(x),
  range: [-3, 3],
});
