import { binaryOp } from "./binary.ts";

export const greater = binaryOp({ dtype: "bool", name: "gt", f: (a, b) => (a > b ? 1 : 0) });
