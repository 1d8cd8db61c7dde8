import { unaryOp } from "./unary.ts";

export const relu = unaryOp({
  name: "relu",
  f: (x) => (x < 0 ? 0 : x),
  derivative: (x) => (x > 0 ? 1 : 0),
  range: [-2, 2.1],
});
