import { binaryOp } from "./binary.ts";

export const logicalOr = binaryOp({
  name: "logicalOr",
  dtype: "bool",
  f: (a, b) => (a !== 0 || b !== 0 ? 1 : 0),
});
