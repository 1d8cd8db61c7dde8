/** Backward pass of LayerNorm: gain and bias gather over all tokens, the input's gradient per token. */
export function layerNormBackward(
  dx: Float32Array, dgain: Float32Array, dbias: Float32Array,
  dy: Float32Array, x: Float32Array, gain: Float32Array, T: number, C: number,
): void {
  for (let t = 0; t < T; t++) {
    let mean = 0;
    for (let c = 0; c < C; c++) mean += x[t * C + c];
    mean /= C;
    let variance = 0;
    for (let c = 0; c < C; c++) variance += (x[t * C + c] - mean) ** 2;
    const rstd = 1 / Math.sqrt(variance / C + 1e-5);
    let a = 0;
    let b = 0;
    for (let c = 0; c < C; c++) {
      const normed = (x[t * C + c] - mean) * rstd;
      const d = gain[c] * dy[t * C + c];
      a += d;
      b += d * normed;
      dbias[c] += dy[t * C + c];
      dgain[c] += dy[t * C + c] * normed;
    }
    a /= C;
    b /= C;
    for (let c = 0; c < C; c++) {
      const normed = (x[t * C + c] - mean) * rstd;
      dx[t * C + c] += (gain[c] * dy[t * C + c] - a - normed * b) * rstd;
    }
  }
}
