import { triangleOp } from "./triangle.ts";

export const triu = triangleOp("triu");
