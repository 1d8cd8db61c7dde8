// x: number[][], T rows of C
export function norm(x) {
  const T = x.length, C = x[0].length;
  const out = x.map((row) => row.slice());
  for (let c = 0; c < C; c++) {
    let s = 0;
    for (let t = 0; t < T; t++) s += x[t][c]; // expect: cross-token-statistic
    const mean = s / T;
    for (let t = 0; t < T; t++) out[t][c] = x[t][c] - mean;
  }
  return out;
}
