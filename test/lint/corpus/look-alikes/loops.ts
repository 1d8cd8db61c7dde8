export function layerNorm(x: Float32Array, T: number, C: number, eps = 1e-5): Float32Array {
  const y = new Float32Array(T * C);
  for (let t = 0; t < T; t++) {
    const row = x.subarray(t * C, (t + 1) * C);
    let mean = 0;
    for (let c = 0; c < C; c++) mean += row[c];
    mean /= C;
    let variance = 0;
    for (let c = 0; c < C; c++) variance += (row[c] - mean) ** 2;
    const inv = 1 / Math.sqrt(variance / C + eps);
    for (let c = 0; c < C; c++) y[t * C + c] = (row[c] - mean) * inv;
  }
  return y;
}

export function pool(x: Float32Array, T: number, C: number) {
  const out = new Float32Array(C);
  for (let c = 0; c < C; c++) {
    let s = 0;
    for (let t = 0; t < T; t++) s += x[t * C + c];
    out[c] = s / T;
  }
  return out;
}
