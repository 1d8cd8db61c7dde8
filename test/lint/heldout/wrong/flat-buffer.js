// x holds [T, C] row-major
export function layerNorm(x, T, C, eps = 1e-5) {
  let sum = 0;
  for (let i = 0; i < T * C; i++) sum += x[i]; // expect: cross-token-statistic
  const mean = sum / (T * C);
  let sq = 0;
  for (let i = 0; i < T * C; i++) sq += (x[i] - mean) ** 2; // expect: cross-token-statistic
  const std = Math.sqrt(sq / (T * C) + eps);
  return x.map((v) => (v - mean) / std);
}
