export function rmsNorm(tokens: number[][]): number[][] {
  return tokens.map((row) => {
    let ss = 0;
    for (const v of row) ss += v * v;
    const inv = 1 / Math.sqrt(ss / row.length + 1e-6);
    return row.map((v) => v * inv);
  });
}
// Each row is the part of the buffer that holds one token, however it is cut out.
export function centreInPlace(x: Float32Array, T: number, C: number): void {
  for (let t = 0; t < T; t++) {
    const row = x.subarray(t * C, (t + 1) * C);
    let mean = 0;
    for (const v of row) mean += v;
    mean /= row.length;
    let variance = 0;
    for (let c = 0; c < row.length; c++) variance += (row[c]! - mean) ** 2;
    const inverse = 1 / Math.sqrt(variance / C + 1e-5);
    for (let c = 0; c < C; c++) row[c] = (row[c]! - mean) * inverse;
  }
}

export function centreCopies(x: Float32Array, T: number, C: number): number[][] {
  return Array.from({ length: T }, (_, t) => {
    const row = Array.from(x.slice(t * C, (t + 1) * C));
    const mean = row.reduce((a, b) => a + b, 0) / C;
    return row.map((v) => v - mean);
  });
}

export function centreViews(x: Float32Array, T: number, C: number): void {
  for (let t = 0; t < T; t++) {
    const row = new Float32Array(x.buffer, t * C * 4, C);
    const mean = row.reduce((a, b) => a + b) / C;
    for (let c = 0; c < C; c++) row[c]! -= mean;
  }
}
