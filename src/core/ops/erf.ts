import { unaryOp } from "./unary.ts";
import { erf as erfOf } from "./errorFunction.ts";

export const erf = unaryOp({
  name: "erf",
  f: erfOf,
  derivative: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
  range: [-2, 2],
});
