export function softmax(x: Float32Array, tokens: number): Float32Array {
  const out = new Float32Array(x.length);
  for (let i = 0; i < tokens; i++) {
    let max = -Infinity;
    for (let j = 0; j < tokens; j++) max = Math.max(max, x[i * tokens + j]!);
    let sum = 0;
    for (let j = 0; j < tokens; j++) sum += Math.exp(x[i * tokens + j]! - max);
    for (let j = 0; j < tokens; j++) out[i * tokens + j] = Math.exp(x[i * tokens + j]! - max) / sum;
  }
  return out;
}
