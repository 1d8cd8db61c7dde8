export function meanPool(x, tokens, channels) {
  const out = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let t = 0; t < tokens; t++) sum += x[t * channels + c];
    out[c] = sum / tokens;
  }
  return out;
}
