export function rmsNorm(x: Float32Array, tokens: number, width: number) {
  for (let t = 0; t < tokens; t++) {
    let ss = 0;
    for (let c = 0; c < width; c++) {
      const v = x[t * width + c];
      ss += v * v;
    }
    const inv = 1 / Math.sqrt(ss / width + 1e-6);
    for (let c = 0; c < width; c++) x[t * width + c] *= inv;
  }
}
