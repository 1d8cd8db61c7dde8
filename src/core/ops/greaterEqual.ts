import { binaryOp } from "./binary.ts";

export const greaterEqual = binaryOp({ name: "ge", f: (a, b) => (a >= b ? 1 : 0) });
