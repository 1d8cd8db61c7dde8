export function normalise(hidden: Float32Array, tokens: number, width: number): void {
  const total = tokens * width;
  let sum = 0;
  for (let i = 0; i < total; i += 1) {
    sum += hidden[i]; // expect: cross-token-statistic
  }
  const mean = sum / total;
  for (let i = 0; i < total; i += 1) {
    hidden[i] -= mean;
  }
}
