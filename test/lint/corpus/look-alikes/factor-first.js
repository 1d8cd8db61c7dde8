export function rmsNorm(out, x, weight, T, C) {
  for (let t = 0; t < T; t++) {
    let squares = 0;
    for (let c = 0; c < C; c++) squares += x[t * C + c] * x[t * C + c];
    const scale = 1 / Math.sqrt(squares / C + 1e-5);
    for (let c = 0; c < C; c++) out[t * C + c] = weight[c] * (scale * x[t * C + c]);
  }
}
