export function norm(x: Float32Array, T: number, C: number) {
  for (let c = 0; c < C; c++) {
    let mean = 0;
    for (let t = 0; t < T; t++) mean += x[t * C + c]; // expect: cross-token-statistic
    mean /= T;
    for (let t = 0; t < T; t++) x[t * C + c] -= mean;
  }
}
