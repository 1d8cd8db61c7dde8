import { binaryOp } from "./binary.ts";

export const logicalAnd = binaryOp({
  name: "logicalAnd",
  dtype: "bool",
  f: (a, b) => (a !== 0 && b !== 0 ? 1 : 0),
});
