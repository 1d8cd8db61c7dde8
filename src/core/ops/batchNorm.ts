import { standardizationOp } from "./standardization.ts";

/** Statistics over the batch and all positions, one pair per channel (Ioffe and Szegedy, "Batch Normalization", 2015). */
export const batchNorm = standardizationOp("batchNorm", [
  [[4, 3], [0]],
  [
    [2, 3, 4],
    [0, 2],
  ],
]);
