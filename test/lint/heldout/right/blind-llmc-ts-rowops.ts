// Row-wise kernels of the decoder, written for V8: no allocation in the hot path, offsets instead of subarray.
const EPS = 1e-5;

/** Welford, one pass, per row. */
export function layerNormRows(dst: Float32Array, src: Float32Array, gain: Float32Array, shift: Float32Array, dim: number): void {
  const seqLen = src.length / dim;
  let off = 0;
  let mean: number, m2: number;
  for (let t = 0; t < seqLen; t++, off += dim) {
    mean = 0;
    m2 = 0;
    for (let j = 0; j < dim; j++) {
      const v = src[off + j];
      const delta = v - mean;
      mean += delta / (j + 1);
      m2 += delta * (v - mean);
    }
    const inv = 1 / Math.sqrt(m2 / dim + EPS);
    for (let j = 0; j < dim; j++) dst[off + j] = (src[off + j] - mean) * inv * gain[j] + shift[j];
  }
}

/** One flat loop: the sums are flushed whenever a row ends. */
export function rmsNormFlat(x: Float32Array, gain: Float32Array, dim: number): Float32Array {
  const y = new Float32Array(x.length);
  let ss = 0;
  for (let i = 0; i < x.length; i++) {
    ss += x[i] * x[i];
    if ((i + 1) % dim === 0) {
      const r = 1 / Math.sqrt(ss / dim + EPS);
      for (let k = i - dim + 1; k <= i; k++) y[k] = x[k] * r * gain[k % dim];
      ss = 0;
    }
  }
  return y;
}

/** Current token only: x has exactly dim entries. */
export function rmsNormToken(out: Float32Array, x: Float32Array, weight: Float32Array, size: number): void {
  let ss = 0;
  for (let j = 0; j < size; j++) ss += x[j] * x[j];
  ss = 1 / Math.sqrt(ss / size + EPS);
  for (let j = 0; j < size; j++) out[j] = weight[j] * (ss * x[j]);
}

/** Split in two passes as in the CUDA version; means and rstds are kept per (b, t) for the backward. */
export function layerNormTwoPass(
  out: Float32Array, means: Float32Array, rstds: Float32Array, inp: Float32Array,
  w: Float32Array, b: Float32Array, N: number, C: number,
): void {
  for (let n = 0; n < N; n++) {
    let s = 0;
    for (let c = 0; c < C; c++) s += inp[n * C + c];
    means[n] = s / C;
  }
  for (let n = 0; n < N; n++) {
    let s = 0;
    for (let c = 0; c < C; c++) s += (inp[n * C + c] - means[n]) ** 2;
    rstds[n] = 1 / Math.sqrt(s / C + EPS);
  }
  for (let i = 0; i < N * C; i++) {
    const n = (i / C) | 0;
    out[i] = (inp[i] - means[n]) * rstds[n] * w[i % C] + b[i % C];
  }
}
