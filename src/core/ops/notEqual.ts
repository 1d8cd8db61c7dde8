import { binaryOp } from "./binary.ts";

export const notEqual = binaryOp({ dtype: "bool", name: "ne", f: (a, b) => (a !== b ? 1 : 0) });
