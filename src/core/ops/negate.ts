import { unaryOp } from "./unary.ts";

export const negate = unaryOp({ name: "neg", f: (x) => -x, derivative: () => -1 });
