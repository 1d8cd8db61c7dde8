import { unaryOp } from "./unary.ts";

export const tanh = unaryOp({
  name: "tanh",
  f: Math.tanh,
  derivative: (_x, y) => 1 - y * y,
  range: [-2, 2],
});
