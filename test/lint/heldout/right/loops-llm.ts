/** LayerNorm as in llm.c: out[b, t, :] from inp[b, t, :]. */
export function layernormForward(
  out: Float32Array,
  inp: Float32Array,
  weight: Float32Array,
  bias: Float32Array,
  B: number,
  T: number,
  C: number,
): void {
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < T; t++) {
      const at = (b * T + t) * C;
      let m = 0;
      for (let i = 0; i < C; i++) m += inp[at + i];
      m /= C;
      let v = 0;
      for (let i = 0; i < C; i++) v += (inp[at + i] - m) ** 2;
      const s = 1 / Math.sqrt(v / C + 1e-5);
      for (let i = 0; i < C; i++) out[at + i] = (inp[at + i] - m) * s * weight[i] + bias[i];
    }
  }
}
