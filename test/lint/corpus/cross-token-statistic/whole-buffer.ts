export function normalise(x: Float32Array, seqLen: number, dModel: number): void {
  const n = seqLen * dModel;
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += x[i]!; // expect: cross-token-statistic
  const mean = sum / n;
  for (let i = 0; i < n; i += 1) x[i] -= mean;
}
