import { standardizationOp } from "./standardization.ts";

/** Statistics over the positions, one pair per sample and channel (Ulyanov et al., "Instance Normalization", 2016). */
export const instanceNorm = standardizationOp("instanceNorm", [[[2, 3, 4], [2]]]);
