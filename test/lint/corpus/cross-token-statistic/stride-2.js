function norm(x, tokens, channels) {
  for (let t = 0; t < tokens; t++) {
    let s = 0;
    for (let c = 0; c < channels; c++) s += x[c * tokens + t] ** 2; // expect: cross-token-statistic
    const r = 1 / Math.sqrt(s / channels + 1e-6);
    for (let c = 0; c < channels; c++) x[t * channels + c] *= r;
  }
  return x;
}
