export function meanPool(x, tokens, channels) {
  const out = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let t = 0; t < tokens; t++) sum += x[t * channels + c];
    out[c] = sum / tokens;
  }
  return out;
}
// The pooled vector of a sentence is scaled to length 1; the tokens stay as they are.
export function embed(x, T, C) {
  const pooled = new Float32Array(C);
  for (let t = 0; t < T; t++) for (let c = 0; c < C; c++) pooled[c] += x[t * C + c];
  for (let c = 0; c < C; c++) pooled[c] /= T;
  let squares = 0;
  for (let c = 0; c < C; c++) squares += pooled[c] * pooled[c];
  const scale = 1 / Math.sqrt(squares);
  for (let c = 0; c < C; c++) pooled[c] *= scale;
  return pooled;
}

export function embedMapped(x, T, C) {
  const pooled = new Float32Array(C);
  for (let t = 0; t < T; t++) for (let c = 0; c < C; c++) pooled[c] += x[t * C + c] / T;
  let squares = 0;
  for (const v of pooled) squares += v * v;
  return pooled.map((v) => v / Math.sqrt(squares));
}
