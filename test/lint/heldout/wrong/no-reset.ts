export function layerNorm(x: Float32Array, tokens: number, channels: number): Float32Array {
  const out = new Float32Array(x.length);
  let sum = 0;
  for (let t = 0; t < tokens; t++) {
    for (let c = 0; c < channels; c++) sum += x[t * channels + c]!; // expect: cross-token-statistic
    const mean = sum / channels;
    for (let c = 0; c < channels; c++) out[t * channels + c] = x[t * channels + c]! - mean;
  }
  return out;
}
