/** Causal attention, forward only. q, k, v, out: (T, C). att: (NH, T, T). */
export function attentionForward(
  out: Float32Array, att: Float32Array, q: Float32Array, k: Float32Array, v: Float32Array,
  T: number, C: number, NH: number,
) {
  const hs = C / NH;
  const scale = 1 / Math.sqrt(hs);
  for (let h = 0; h < NH; h++) {
    for (let t = 0; t < T; t++) {
      const row = h * T * T + t * T;
      let maxval = -1e4;
      for (let t2 = 0; t2 <= t; t2++) {
        let dot = 0;
        for (let i = 0; i < hs; i++) dot += q[t * C + h * hs + i] * k[t2 * C + h * hs + i];
        att[row + t2] = dot * scale;
        if (att[row + t2] > maxval) maxval = att[row + t2];
      }
      let expsum = 0;
      for (let t2 = 0; t2 <= t; t2++) {
        const e = Math.exp(att[row + t2] - maxval);
        expsum += e;
        att[row + t2] = e;
      }
      const inv = expsum === 0 ? 0 : 1 / expsum;
      for (let t2 = 0; t2 < T; t2++) att[row + t2] = t2 <= t ? att[row + t2] * inv : 0;
      for (let i = 0; i < hs; i++) {
        let acc = 0;
        for (let t2 = 0; t2 <= t; t2++) acc += att[row + t2] * v[t2 * C + h * hs + i];
        out[t * C + h * hs + i] = acc;
      }
    }
  }
}

/** Linear attention (Katharopoulos): the denominator is a running sum over the keys so far. */
export function linearAttention(out: Float32Array, q: Float32Array, k: Float32Array, v: Float32Array, T: number, D: number) {
  const S = new Float32Array(D * D);
  const z = new Float32Array(D);
  for (let t = 0; t < T; t++) {
    for (let i = 0; i < D; i++) {
      z[i] += k[t * D + i];
      for (let j = 0; j < D; j++) S[i * D + j] += k[t * D + i] * v[t * D + j];
    }
    let den = 1e-6;
    for (let i = 0; i < D; i++) den += q[t * D + i] * z[i];
    for (let j = 0; j < D; j++) {
      let num = 0;
      for (let i = 0; i < D; i++) num += q[t * D + i] * S[i * D + j];
      out[t * D + j] = num / den;
    }
  }
}

/** Mean cross-entropy over the T positions. */
export function meanLoss(losses: Float32Array, T: number) {
  let sum = 0;
  for (let t = 0; t < T; t++) sum += losses[t];
  return sum / T;
}
