// The WebAssembly module of the SIMD kernels, in AssemblyScript: SIMD and no memory management. Pointers and strides are in
// bytes; the caller lays out the memory.
export { scaleScores } from "./attention";
export { map, mapGradient, scale, zip } from "./elementwise";
export { addRow } from "./gradientRows";
export { normalize } from "./normalize";
export { normalizeGradient } from "./normalizeGradient";
export { adamStep } from "./optimize";
export * from "./products";
export { rowSums } from "./reduce";
export { logSoftmax, logSoftmaxGradient, softmax, softmaxGradient } from "./softmax";
