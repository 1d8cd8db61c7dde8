export function rms(x, nTokens, dim) {
  const out = new Float32Array(x.length);
  let sq = 0;
  for (let tok = 0; tok < nTokens; tok++) {
    const base = tok * dim;
    for (let j = 0; j < dim; j++) sq += x[base + j] ** 2; // expect: cross-token-statistic
    const inv = 1 / Math.sqrt(sq / dim + 1e-6);
    for (let j = 0; j < dim; j++) out[base + j] = x[base + j] * inv;
  }
  return out;
}
