// Each row's own statistic, by forEach and by push.
export function rmsNormRows(hidden: number[][]): number[][] {
  const T = hidden.length;
  const C = hidden[0].length;
  const out: number[][] = [];
  hidden.forEach((row) => {
    let squares = 0;
    row.forEach((v) => {
      squares += v * v;
    });
    const scale = 1 / Math.sqrt(squares / C + 1e-6);
    out.push(row.map((v) => v * scale));
  });
  return T > 0 ? out : hidden;
}

export function byRows(x: Float64Array, seqLen: number, features: number): void {
  for (let t = 0; t < seqLen; t++) {
    const row: number[] = [];
    for (let f = 0; f < features; f++) row.push(x[t * features + f]);
    const mean = row.reduce((a, b) => a + b, 0) / features;
    for (let f = 0; f < features; f++) x[t * features + f] -= mean;
  }
}
