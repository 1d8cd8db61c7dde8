// Attention of one head: rows of scores are shifted by their largest and divided by their sum.
export function attend(q: Float32Array, k: Float32Array, v: Float32Array, T: number, D: number): Float32Array {
  const out = new Float32Array(T * D);
  const row = new Float32Array(T);
  for (let i = 0; i < T; i++) {
    let largest = -Infinity;
    for (let j = 0; j <= i; j++) {
      let score = 0;
      for (let d = 0; d < D; d++) score += q[i * D + d] * k[j * D + d];
      row[j] = score / Math.sqrt(D);
      largest = Math.max(largest, row[j]);
    }
    let total = 0;
    for (let j = 0; j <= i; j++) {
      row[j] = Math.exp(row[j] - largest);
      total += row[j];
    }
    for (let j = 0; j <= i; j++) {
      const weight = row[j] / total;
      for (let d = 0; d < D; d++) out[i * D + d] += weight * v[j * D + d];
    }
  }
  return out;
}
