// hidden: one array of C numbers for each of T tokens
export function rmsNormAll(hidden: number[][]): number[][] {
  const T = hidden.length;
  const C = hidden[0].length;
  let squares = 0;
  hidden.forEach((row) =>
    row.forEach((v) => {
      squares += v * v; // expect: cross-token-statistic
    }),
  );
  const scale = 1 / Math.sqrt(squares / (T * C) + 1e-6);
  return hidden.map((row) => row.map((v) => v * scale));
}

export function byColumns(x: Float64Array, seqLen: number, features: number): void {
  for (let f = 0; f < features; f++) {
    const column: number[] = [];
    for (let t = 0; t < seqLen; t++) column.push(x[t * features + f]);
    const mean = column.reduce((a, b) => a + b, 0) / seqLen; // expect: cross-token-statistic
    for (let t = 0; t < seqLen; t++) x[t * features + f] -= mean;
  }
}
