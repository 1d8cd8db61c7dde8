import { binaryOp } from "./binary.ts";

export const less = binaryOp({ name: "lt", f: (a, b) => (a < b ? 1 : 0) });
