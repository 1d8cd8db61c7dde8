import { argExtremeOp } from "./argExtreme.ts";

export const argmax = argExtremeOp("argmax");
