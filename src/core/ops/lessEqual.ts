import { binaryOp } from "./binary.ts";

export const lessEqual = binaryOp({ dtype: "bool", name: "le", f: (a, b) => (a <= b ? 1 : 0) });
