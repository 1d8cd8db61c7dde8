export function quantize(x: Float32Array, nTokens: number, nEmbd: number): Int8Array {
  let max = 0;
  for (let i = 0; i < nTokens * nEmbd; i++) max = Math.max(max, Math.abs(x[i])); // expect: cross-token-statistic
  const out = new Int8Array(x.length);
  for (let i = 0; i < out.length; i++) out[i] = Math.round((x[i] / max) * 127);
  return out;
}
