function layerNorm(x, T, C) {
  const y = new Float32Array(x.length);
  for (let t = 0; t < T; t++) {
    let mean = 0;
    for (let c = 0; c < C; c++) mean += x[t * T + c]; // expect: cross-token-statistic
    mean /= C;
    for (let c = 0; c < C; c++) y[t * T + c] = x[t * T + c] - mean;
  }
  return y;
}
