export function rmsNorm(out, x, weight, T, C) {
  let squares = 0;
  for (let i = 0; i < T * C; i++) squares += x[i] * x[i]; // expect: cross-token-statistic
  const scale = 1 / Math.sqrt(squares / (T * C) + 1e-5);
  for (let t = 0; t < T; t++)
    for (let c = 0; c < C; c++) out[t * C + c] = weight[c] * (scale * x[t * C + c]);
}
