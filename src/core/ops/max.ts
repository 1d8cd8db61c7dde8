import { extremeOp } from "./extreme.ts";

export const max = extremeOp("max");
