export function oneTokenAtATime(x: Float32Array, B: number, T: number, C: number): void {
  for (let b = 0; b < B; b++)
    for (let t = 0; t < T; t++) {
      const row = x.subarray((b * T + t) * C, (b * T + t + 1) * C);
      let mean = 0;
      for (let i = 0; i < row.length; i++) mean += row[i] / C;
      for (let i = 0; i < row.length; i++) row[i] -= mean;
    }
}

export function wrapped(x: Float32Array, T: number, C: number): Float32Array {
  const mean = new Float32Array(T);
  for (let i = 0; i < T * C; i++) mean[Math.floor(i / C)] += x[i] / C;
  return x.map((v, i) => v - mean[Math.floor(i / C)]);
}
