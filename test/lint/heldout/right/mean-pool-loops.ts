export function meanPool(x: Float32Array, tokens: number, width: number): Float32Array {
  const out = new Float32Array(width);
  for (let t = 0; t < tokens; t++) for (let c = 0; c < width; c++) out[c] += x[t * width + c];
  for (let c = 0; c < width; c++) out[c] /= tokens;
  return out;
}
