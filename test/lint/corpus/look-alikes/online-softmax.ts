/** Flash attention's running maximum and sum, one query at a time over blocks of keys. */
export function flashRow(q: Float32Array, k: Float32Array, v: Float32Array, T: number, D: number, block = 32): Float32Array {
  const out = new Float32Array(D);
  let largest = -Infinity;
  let total = 0;
  for (let start = 0; start < T; start += block) {
    const end = Math.min(T, start + block);
    for (let j = start; j < end; j++) {
      let score = 0;
      for (let d = 0; d < D; d++) score += q[d] * k[j * D + d];
      const next = Math.max(largest, score);
      const scale = Math.exp(largest - next);
      const weight = Math.exp(score - next);
      total = total * scale + weight;
      for (let d = 0; d < D; d++) out[d] = out[d] * scale + weight * v[j * D + d];
      largest = next;
    }
  }
  for (let d = 0; d < D; d++) out[d] /= total;
  return out;
}
