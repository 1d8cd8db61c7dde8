function normalize(x, seqLen, dModel) {
  const out = new Float32Array(x.length);
  for (let c = 0; c < dModel; c++) {
    let sum = 0;
    for (let t = 0; t < seqLen; t++) sum += x[t * dModel + c]; // expect: cross-token-statistic
    const mean = sum / seqLen;
    for (let t = 0; t < seqLen; t++) out[t * dModel + c] = x[t * dModel + c] - mean;
  }
  return out;
}
