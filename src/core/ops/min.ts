import { extremeOp } from "./extreme.ts";

export const min = extremeOp("min");
