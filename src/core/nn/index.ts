export { GELU, Identity, ReLU, Sigmoid, SiLU, Softmax, Tanh } from "./activations.ts";
export type { Mask } from "./attention/attentionMask.ts";
export { KeyValueCache } from "./attention/keyValueCache.ts";
export { MultiheadAttention } from "./attention/multiheadAttention.ts";
export type {
  AttentionFacts,
  MultiheadAttentionInput,
  MultiheadAttentionOptions,
} from "./attention/multiheadOptions.ts";
export { RotaryEmbedding } from "./attention/rotaryEmbedding.ts";
export type { LinearScaling, Llama3Scaling, RotaryOptions } from "./attention/rotaryOptions.ts";
export { BatchNorm1d } from "./batchNorm1d.ts";
export type { ChannelNormOptions } from "./channelNorm.ts";
export { ModuleList, Sequential } from "./containers.ts";
export type { TensorModule } from "./containers.ts";
export { Dropout } from "./dropout.ts";
export { Embedding } from "./embedding.ts";
export type { ForwardHook, ForwardPreHook, HookHandle } from "./forwardHooks.ts";
export { GroupNorm } from "./groupNorm.ts";
export type { GroupNormOptions } from "./groupNorm.ts";
export * as init from "./init.ts";
export { InstanceNorm1d } from "./instanceNorm1d.ts";
export { LayerNorm } from "./layerNorm.ts";
export type { LayerNormOptions } from "./layerNorm.ts";
export { Linear } from "./linear.ts";
export { Module } from "./module.ts";
export { Parameter } from "./parameter.ts";
export { RMSNorm } from "./rmsNorm.ts";
export type { RMSNormOptions } from "./rmsNorm.ts";
export type { LoadResult, StateDict } from "./stateDict.ts";
export { fromTorchNames } from "./torchNames.ts";
export { Transformer } from "./transformer/transformer.ts";
export type { TransformerInput, TransformerOptions } from "./transformer/transformer.ts";
export { TransformerDecoder } from "./transformer/transformerDecoder.ts";
export { TransformerDecoderLayer } from "./transformer/transformerDecoderLayer.ts";
export type { DecoderLayerInput } from "./transformer/transformerDecoderLayer.ts";
export { TransformerEncoder } from "./transformer/transformerEncoder.ts";
export type { EncoderInput } from "./transformer/transformerEncoder.ts";
export { TransformerEncoderLayer } from "./transformer/transformerEncoderLayer.ts";
export type { EncoderLayerInput } from "./transformer/transformerEncoderLayer.ts";
export type { Activation, TransformerLayerOptions } from "./transformer/layerOptions.ts";
