import { unaryOp } from "./unary.ts";

export const absolute = unaryOp({
  name: "abs",
  f: Math.abs,
  derivative: (x) => Math.sign(x),
  range: [0.1, 2],
});
