import { unaryOp } from "./unary.ts";
import { logistic } from "./logistic.ts";

export const silu = unaryOp({
  name: "silu",
  f: (x) => x * logistic(x),
  derivative: (x) => logistic(x) * (1 + x * (1 - logistic(x))),
  range: [-4, 4],
});
