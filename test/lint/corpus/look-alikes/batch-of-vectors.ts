/** K-means over N vectors of D numbers: assignments, then the mean of each cluster. */
export function kMeans(x: Float32Array, N: number, D: number, k: number, steps = 20): Float32Array {
  const centres = x.slice(0, k * D);
  const count = new Int32Array(k);
  for (let step = 0; step < steps; step++) {
    const sums = new Float32Array(k * D);
    count.fill(0);
    for (let n = 0; n < N; n++) {
      let best = 0;
      let least = Infinity;
      for (let j = 0; j < k; j++) {
        let d = 0;
        for (let i = 0; i < D; i++) d += (x[n * D + i] - centres[j * D + i]) ** 2;
        if (d < least) [best, least] = [j, d];
      }
      count[best]++;
      for (let i = 0; i < D; i++) sums[best * D + i] += x[n * D + i];
    }
    for (let j = 0; j < k; j++) for (let i = 0; i < D; i++) centres[j * D + i] = sums[j * D + i] / Math.max(1, count[j]);
  }
  return centres;
}
