import { triangleOp } from "./triangle.ts";

export const tril = triangleOp("tril");
