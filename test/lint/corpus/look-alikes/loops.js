export function layerNorm(x, tokens, channels) {
  const out = new Float32Array(tokens * channels);
  for (let t = 0; t < tokens; t++) {
    let sum = 0;
    let squares = 0;
    for (let c = 0; c < channels; c++) {
      sum += x[t * channels + c];
      squares += x[t * channels + c] ** 2;
    }
    const mean = sum / channels;
    const inverse = 1 / Math.sqrt(squares / channels - mean * mean + 1e-5);
    for (let c = 0; c < channels; c++) out[t * channels + c] = (x[t * channels + c] - mean) * inverse;
  }
  return out;
}
