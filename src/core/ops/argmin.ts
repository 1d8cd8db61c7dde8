import { argExtremeOp } from "./argExtreme.ts";

export const argmin = argExtremeOp("argmin");
