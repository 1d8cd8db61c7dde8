import { binaryOp } from "./binary.ts";

export const greaterEqual = binaryOp({ dtype: "bool", name: "ge", f: (a, b) => (a >= b ? 1 : 0) });
