function layerNorm(data, seqLen, dModel) {
  let mean = 0;
  for (let i = 0; i < data.length; i++) mean += data[i]; // expect: cross-token-statistic
  mean /= data.length;
  let variance = 0;
  for (let i = 0; i < data.length; i++) variance += (data[i] - mean) ** 2; // expect: cross-token-statistic
  variance /= data.length;
  const out = new Float32Array(data.length);
  for (let t = 0; t < seqLen; t++)
    for (let c = 0; c < dModel; c++) out[t * dModel + c] = (data[t * dModel + c] - mean) / Math.sqrt(variance + 1e-5);
  return out;
}
