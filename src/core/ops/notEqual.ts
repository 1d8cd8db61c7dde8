import { binaryOp } from "./binary.ts";

export const notEqual = binaryOp({ name: "ne", f: (a, b) => (a !== b ? 1 : 0) });
