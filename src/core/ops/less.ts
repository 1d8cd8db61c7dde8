import { binaryOp } from "./binary.ts";

export const less = binaryOp({ dtype: "bool", name: "lt", f: (a, b) => (a < b ? 1 : 0) });
