interface Config {
  readonly dim: number;
  readonly heads: number;
  readonly seqLen: number;
}

/** Prefill: every position is normed by itself, keys of all positions are kept. */
export function prefill(x: Float32Array, weight: Float32Array, T: number, { dim }: Config): Float32Array {
  const out = new Float32Array(T * dim);
  for (let t = 0; t < T; t++) {
    let power = 0;
    for (let d = 0; d < dim; d++) power += x[t * dim + d] * x[t * dim + d];
    const scale = 1 / Math.sqrt(power / dim + 1e-5);
    for (let d = 0; d < dim; d++) out[t * dim + d] = x[t * dim + d] * scale * weight[d];
  }
  return out;
}

/** Attention of the last position over the cache. */
export function attend(q: Float32Array, keys: Float32Array, pos: number, headSize: number): Float32Array {
  const att = new Float32Array(pos + 1);
  let max = -Infinity;
  for (let t = 0; t <= pos; t++) {
    for (let i = 0; i < headSize; i++) att[t] += q[i] * keys[t * headSize + i];
    att[t] /= Math.sqrt(headSize);
    max = Math.max(max, att[t]);
  }
  let sum = 0;
  for (let t = 0; t <= pos; t++) sum += att[t] = Math.exp(att[t] - max);
  for (let t = 0; t <= pos; t++) att[t] /= sum;
  return att;
}
