/** Covariance of activations between channels, over T tokens. */
export function covariance(x: Float32Array, T: number, C: number): Float64Array {
  const mean = new Float64Array(C);
  for (let t = 0; t < T; t++) for (let c = 0; c < C; c++) mean[c] += x[t * C + c] / T;
  const out = new Float64Array(C * C);
  for (let t = 0; t < T; t++)
    for (let a = 0; a < C; a++)
      for (let b = 0; b < C; b++) out[a * C + b] += ((x[t * C + a] - mean[a]) * (x[t * C + b] - mean[b])) / T;
  return out;
}

/** The direction of most variance, by power iteration. */
export function principal(cov: Float64Array, C: number, steps = 100): Float64Array {
  let v = new Float64Array(C).fill(1 / Math.sqrt(C));
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(C);
    for (let a = 0; a < C; a++) for (let b = 0; b < C; b++) next[a] += cov[a * C + b] * v[b];
    let norm = 0;
    for (let a = 0; a < C; a++) norm += next[a] * next[a];
    for (let a = 0; a < C; a++) next[a] /= Math.sqrt(norm);
    v = next;
  }
  return v;
}
