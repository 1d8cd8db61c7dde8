// Straight port of the forward ops of llm.c. Everything is a Float32Array, (B, T, C) row-major.

export function encoderForward(
  out: Float32Array, inp: Int32Array, wte: Float32Array, wpe: Float32Array,
  B: number, T: number, C: number,
): void {
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < T; t++) {
      const o = b * T * C + t * C;
      const ix = inp[b * T + t];
      for (let i = 0; i < C; i++) out[o + i] = wte[ix * C + i] + wpe[t * C + i];
    }
  }
}

export function layernormForward(
  out: Float32Array, inp: Float32Array, weight: Float32Array, bias: Float32Array,
  B: number, T: number, C: number,
): void {
  const eps = 1e-5;
  const n = T * C;
  for (let b = 0; b < B; b++) {
    const x = inp.subarray(b * n, (b + 1) * n);
    // mean
    let m = 0;
    for (let i = 0; i < n; i++) m += x[i]; // expect: cross-token-statistic
    m /= n;
    // variance
    let v = 0;
    for (let i = 0; i < n; i++) {
      const d = x[i] - m;
      v += d * d; // expect: cross-token-statistic
    }
    v /= n;
    const s = 1 / Math.sqrt(v + eps);
    for (let i = 0; i < n; i++) {
      out[b * n + i] = (x[i] - m) * s * weight[i % C] + bias[i % C];
    }
  }
}

export function geluForward(out: Float32Array, inp: Float32Array, n: number): void {
  const k = Math.sqrt(2 / Math.PI);
  for (let i = 0; i < n; i++) {
    const x = inp[i];
    out[i] = 0.5 * x * (1 + Math.tanh(k * (x + 0.044715 * x * x * x)));
  }
}

export function residualForward(out: Float32Array, a: Float32Array, b: Float32Array, n: number): void {
  for (let i = 0; i < n; i++) out[i] = a[i] + b[i];
}
