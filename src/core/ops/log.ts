import { unaryOp } from "./unary.ts";

export const log = unaryOp({
  name: "log",
  f: Math.log,
  derivative: (x) => 1 / x,
  range: [0.2, 3],
});
