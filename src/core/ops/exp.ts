import { unaryOp } from "./unary.ts";

export const exp = unaryOp({
  name: "exp",
  f: Math.exp,
  derivative: (_x, y) => y,
  range: [-2, 2],
});
