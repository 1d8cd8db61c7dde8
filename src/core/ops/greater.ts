import { binaryOp } from "./binary.ts";

export const greater = binaryOp({ name: "gt", f: (a, b) => (a > b ? 1 : 0) });
