import { normalizationOp } from "./normalization.ts";

/** x / sqrt(mean(x^2) + eps) * weight (Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019). */
export const rmsNorm = normalizationOp("rmsNorm", false);
