export function rmsNorm(x: Float32Array, nTokens: number, nEmbd: number): Float32Array {
  const y = new Float32Array(x.length);
  let ss = 0;
  for (let t = 0; t < nTokens; t++) {
    for (let c = 0; c < nEmbd; c++) {
      const v = x[t * nEmbd + c];
      ss += v * v; // expect: cross-token-statistic
    }
    const inv = 1 / Math.sqrt(ss / nEmbd + 1e-5);
    for (let c = 0; c < nEmbd; c++) y[t * nEmbd + c] = x[t * nEmbd + c] * inv;
  }
  return y;
}
