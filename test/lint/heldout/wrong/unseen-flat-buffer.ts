/** Normalises a whole sequence as if it were one row. */
export function norm(out: Float32Array, x: Float32Array, gain: Float32Array, tokens: number, dim: number): void {
  let total = 0;
  for (let i = 0; i < tokens * dim; i++) total += x[i]; // expect: cross-token-statistic
  const mean = total / (tokens * dim);
  let squares = 0;
  for (let i = 0; i < tokens * dim; i++) squares += (x[i] - mean) ** 2; // expect: cross-token-statistic
  const scale = 1 / Math.sqrt(squares / (tokens * dim) + 1e-5);
  for (let t = 0; t < tokens; t++)
    for (let d = 0; d < dim; d++) out[t * dim + d] = (x[t * dim + d] - mean) * scale * gain[d];
}
