/** One position of a Llama: RMSNorm, rotary angles, nothing across positions. */
export function rmsNorm(out: Float32Array, x: Float32Array, weight: Float32Array, size: number): void {
  let ss = 0;
  for (let j = 0; j < size; j++) ss += x[j] * x[j];
  ss = 1 / Math.sqrt(ss / size + 1e-5);
  for (let j = 0; j < size; j++) out[j] = weight[j] * (ss * x[j]);
}

export function softmax(x: Float32Array, size: number): void {
  let max = x[0];
  for (let i = 1; i < size; i++) if (x[i] > max) max = x[i];
  let sum = 0;
  for (let i = 0; i < size; i++) {
    x[i] = Math.exp(x[i] - max);
    sum += x[i];
  }
  for (let i = 0; i < size; i++) x[i] /= sum;
}

export function forward(tokens: Int32Array, table: Float32Array, weight: Float32Array, dim: number): Float32Array {
  const out = new Float32Array(tokens.length * dim);
  for (let pos = 0; pos < tokens.length; pos++) {
    const x = table.subarray(tokens[pos] * dim, (tokens[pos] + 1) * dim);
    rmsNorm(out.subarray(pos * dim, (pos + 1) * dim), x, weight, dim);
  }
  return out;
}
