export function layerNorm(x: Float32Array, batch: number, seqLen: number, dModel: number) {
  const y = new Float32Array(x.length);
  for (let b = 0; b < batch; b++) {
    let mean = 0;
    for (let t = 0; t < seqLen; t++) {
      for (let d = 0; d < dModel; d++) {
        mean += x[(b * seqLen + t) * dModel + d]; // expect: cross-token-statistic
      }
    }
    mean /= seqLen * dModel;
    for (let t = 0; t < seqLen; t++)
      for (let d = 0; d < dModel; d++) {
        const i = (b * seqLen + t) * dModel + d;
        y[i] = x[i] - mean;
      }
  }
  return y;
}
