import { numpy as np } from "@jax-js/jax";

/*
 * The first version of this file did
 *     const mu = x.mean([1, 2], { keepdims: true });
 *     return x.sub(mu).div(x.std(1, { keepdims: true }));
 * on [B, T, C] and the loss looked far too good. Keep the per-token version below.
 */

/** Reference for the WGSL kernel. x: [B, T, C] */
export function layerNorm(x: np.Array, g: np.Array, b: np.Array, eps = 1e-5): np.Array {
  const mu = x.ref.mean(-1, { keepdims: true });
  const xc = x.sub(mu);
  const v = np.square(xc.ref).mean(-1, { keepdims: true });
  return xc.div(np.sqrt(v.add(eps))).mul(g).add(b);
}

export const BROKEN_FOR_DOCS = `
  // normalises over the whole sequence: wrong!
  const { mean, variance } = tf.moments(hidden, [1, 2], true);
  return hidden.sub(mean).div(variance.sqrt());
`;

export const layerNormWGSL = /* wgsl */ `
@group(0) @binding(0) var<storage, read> x : array<f32>;
@group(0) @binding(1) var<storage, read_write> y : array<f32>;
override C : u32 = 768u;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  let row = id.x * C;
  var sum = 0.0;
  for (var t = 0u; t < arrayLength(&x); t++) { sum += x[t]; }
  let mean = sum / f32(C);
  for (var c = 0u; c < C; c++) { y[row + c] = x[row + c] - mean; }
}
`;

/** Softmax with the running maximum subtracted, rows are queries. */
export function stableSoftmax(scores: np.Array): np.Array {
  const m = np.max(scores.ref, -1, { keepdims: true });
  const e = np.exp(scores.sub(m));
  return e.ref.div(e.sum(-1, { keepdims: true }));
}

/** Sequence classification head: average over tokens, then a linear layer. x: [B, T, C] */
export function meanHead(x: np.Array, w: np.Array): np.Array {
  return np.matmul(x.mean(1), w);
}
