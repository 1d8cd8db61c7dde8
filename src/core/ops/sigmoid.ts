import { unaryOp } from "./unary.ts";
import { logistic } from "./logistic.ts";

export const sigmoid = unaryOp({
  name: "sigmoid",
  f: logistic,
  derivative: (_x, y) => y * (1 - y),
  range: [-4, 4],
});
