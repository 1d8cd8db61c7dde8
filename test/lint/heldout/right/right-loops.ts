export function layerNorm(x: Float32Array, T: number, C: number): Float32Array {
  const out = new Float32Array(T * C);
  for (let t = 0; t < T; t++) {
    let mean = 0;
    for (let c = 0; c < C; c++) mean += x[t * C + c]!;
    mean /= C;
    let variance = 0;
    for (let c = 0; c < C; c++) variance += (x[t * C + c]! - mean) ** 2;
    const inverse = 1 / Math.sqrt(variance / C + 1e-5);
    for (let c = 0; c < C; c++) out[t * C + c] = (x[t * C + c]! - mean) * inverse;
  }
  return out;
}
