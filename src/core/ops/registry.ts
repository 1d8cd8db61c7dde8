import * as exported from "./index.ts";
import type { Op } from "./op.ts";

/** Every op there is, by the name of its file. */
export const registry: ReadonlyMap<string, Op> = new Map(Object.entries<Op>(exported));
