export function ln(x: Float32Array, seqLen: number, dModel: number) {
  const y = new Float32Array(seqLen * dModel);
  for (let t = 0; t < seqLen; t++) {
    let mean = 0;
    for (let c = 0; c < dModel; c++) mean += x[t * seqLen + c]; // expect: cross-token-statistic
    mean /= dModel;
    for (let c = 0; c < dModel; c++) y[t * dModel + c] = x[t * dModel + c] - mean;
  }
  return y;
}
