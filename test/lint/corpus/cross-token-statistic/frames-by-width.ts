/** `h` holds `frames` rows with `width` features. */
export function norm(h: Float32Array, { frames, width }: { frames: number; width: number }, g: Float32Array) {
  const out = new Float32Array(h.length);
  for (let f = 0; f < width; f++) {
    let mean = 0;
    for (let t = 0; t < frames; t++) mean += h[t * width + f]; // expect: cross-token-statistic
    mean /= frames;
    for (let t = 0; t < frames; t++) out[t * width + f] = (h[t * width + f] - mean) * g[f];
  }
  return out;
}
