export { crossEntropy, mseLoss } from "../../functions/losses.ts";
export type { CrossEntropyOptions, LossOptions } from "../../functions/losses.ts";
export { batchNorm, groupNorm, instanceNorm, layerNorm, rmsNorm } from "../../functions/norms.ts";
export { scaledDotProductAttention } from "../attention/scaledDotProductAttention.ts";
export type { AttentionOptions } from "../attention/scaledDotProductAttention.ts";
export { gelu, logSoftmax, relu, sigmoid, silu, softmax, tanh } from "./activations.ts";
export { dropout } from "./dropout.ts";
export { embedding } from "./embedding.ts";
export { linear } from "./linear.ts";
