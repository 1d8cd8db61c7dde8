/** tokens: Float32Array of T * C */
export function scaled(tokens: Float32Array, T: number, C: number): Float32Array {
  const norm = Math.hypot(...tokens) || 1; // expect: cross-token-statistic
  return tokens.map((v) => v / norm);
}

export function gathered(x: Float32Array, seqLen: number, nEmbd: number): void {
  let norm = 0;
  for (let i = 0; i < seqLen * nEmbd; i++) norm = Math.hypot(norm, x[i]); // expect: cross-token-statistic
  for (let i = 0; i < seqLen * nEmbd; i++) x[i] /= norm;
}

export function spread(hidden: Float32Array, seqLen: number, dModel: number): Float32Array {
  const min = Math.min(...hidden); // expect: cross-token-statistic
  const max = Math.max(...hidden); // expect: cross-token-statistic
  return hidden.map((v) => (v - min) / (max - min));
}

export function flattened(tokens: number[][], T: number, C: number): number[][] {
  const all = tokens.flat();
  const mean = all.reduce((sum, v) => sum + v, 0) / (T * C); // expect: cross-token-statistic
  return tokens.map((row) => row.map((v) => v - mean));
}

export function whileLoops(x: Float32Array, T: number, C: number): void {
  let i = 0;
  let squares = 0;
  while (i < T * C) {
    squares += x[i] * x[i]; // expect: cross-token-statistic
    i++;
  }
  const scale = 1 / Math.sqrt(squares / (T * C) + 1e-6);
  for (let j = 0; j < T * C; j++) x[j] *= scale;
}

export function ofLength(x: Float32Array, T: number, C: number): Float32Array {
  const n = x.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += x[i] / n; // expect: cross-token-statistic
  const out = new Float32Array(n);
  for (let t = 0; t < T; t++) for (let c = 0; c < C; c++) out[t * C + c] = x[t * C + c] - mean;
  return out;
}
