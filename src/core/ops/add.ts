import { binaryOp } from "./binary.ts";

export const add = binaryOp({
  name: "add",
  f: (a, b) => a + b,
  gradient: { saves: [], a: (grad) => grad, b: (grad) => grad },
});
