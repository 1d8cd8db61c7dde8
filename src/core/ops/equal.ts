import { binaryOp } from "./binary.ts";

export const equal = binaryOp({ dtype: "bool", name: "eq", f: (a, b) => (a === b ? 1 : 0) });
