import { unaryOp } from "./unary.ts";

export const sqrt = unaryOp({
  name: "sqrt",
  f: Math.sqrt,
  derivative: (_x, y) => 0.5 / y,
  range: [0.2, 3],
});
