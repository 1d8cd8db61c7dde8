import { normalizationOp } from "./normalization.ts";

/** (x - mean) / sqrt(var + eps) * weight + bias (Ba, Kiros and Hinton, "Layer Normalization", 2016). */
export const layerNorm = normalizationOp("layerNorm", true);
