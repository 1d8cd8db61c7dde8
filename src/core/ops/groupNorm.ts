import { standardizationOp } from "./standardization.ts";

/** Statistics over a group of channels and all positions, one pair per sample and group (Wu and He, 2018). */
export const groupNorm = standardizationOp("groupNorm", [
  [[3, 4], [1], 2],
  [[2, 6, 3], [1, 2], 3],
]);
