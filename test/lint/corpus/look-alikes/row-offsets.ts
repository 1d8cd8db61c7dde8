export function layerNorm(x: Float32Array, batch: number, seqLen: number, dModel: number) {
  const y = new Float32Array(x.length);
  for (let row = 0; row < batch * seqLen; row++) {
    const offset = row * dModel;
    let mean = 0;
    for (let d = 0; d < dModel; d++) mean += x[offset + d];
    mean /= dModel;
    let variance = 0;
    for (let d = 0; d < dModel; d++) {
      const diff = x[offset + d] - mean;
      variance += diff * diff;
    }
    const inv = 1 / Math.sqrt(variance / dModel + 1e-5);
    for (let d = 0; d < dModel; d++) y[offset + d] = (x[offset + d] - mean) * inv;
  }
  return y;
}
