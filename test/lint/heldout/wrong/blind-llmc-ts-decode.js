'use strict';
/**
 * Tiny llama-style decoder, pure JS. Activations live in one Float32Array per layer:
 * seqLen rows of dim floats.
 */
class Decoder {
  constructor(weights, { dim, nLayers, nHeads, vocab }) {
    Object.assign(this, { weights, dim, nLayers, nHeads, vocab });
  }

  rms(x, gain, seqLen) {
    const { dim } = this;
    const y = new Float32Array(x.length);
    let ss = 0;
    for (let pos = 0; pos < seqLen; pos++) {
      const base = pos * dim;
      for (let j = 0; j < dim; j++) {
        ss += x[base + j] * x[base + j]; // expect: cross-token-statistic
      }
      const inv = 1 / Math.sqrt(ss / dim + 1e-6);
      for (let j = 0; j < dim; j++) y[base + j] = x[base + j] * inv * gain[j];
    }
    return y;
  }

  matmul(x, w, seqLen, n, d) {
    const y = new Float32Array(seqLen * d);
    for (let p = 0; p < seqLen; p++)
      for (let i = 0; i < d; i++) {
        let acc = 0;
        for (let j = 0; j < n; j++) acc += x[p * n + j] * w[i * n + j];
        y[p * d + i] = acc;
      }
    return y;
  }

  forward(tokens) {
    const seqLen = tokens.length;
    let h = new Float32Array(seqLen * this.dim);
    tokens.forEach((tok, p) => h.set(this.weights.emb.subarray(tok * this.dim, (tok + 1) * this.dim), p * this.dim));
    for (let l = 0; l < this.nLayers; l++) {
      const L = this.weights.layers[l];
      const a = this.attention(this.rms(h, L.attnNorm, seqLen), L, seqLen);
      for (let i = 0; i < h.length; i++) h[i] += a[i];
      const f = this.matmul(this.rms(h, L.ffnNorm, seqLen), L.w1, seqLen, this.dim, this.dim);
      for (let i = 0; i < h.length; i++) h[i] += Math.max(0, f[i]);
    }
    return this.matmul(h, this.weights.emb, seqLen, this.dim, this.vocab);
  }

  attention(x, L, seqLen) {
    const { dim } = this;
    const q = this.matmul(x, L.wq, seqLen, dim, dim);
    const k = this.matmul(x, L.wk, seqLen, dim, dim);
    const v = this.matmul(x, L.wv, seqLen, dim, dim);
    const out = new Float32Array(seqLen * dim);
    for (let i = 0; i < seqLen; i++) {
      const scores = new Float32Array(i + 1);
      let max = -Infinity;
      for (let j = 0; j <= i; j++) {
        let s = 0;
        for (let c = 0; c < dim; c++) s += q[i * dim + c] * k[j * dim + c];
        scores[j] = s / Math.sqrt(dim);
        if (scores[j] > max) max = scores[j];
      }
      let z = 0;
      for (let j = 0; j <= i; j++) z += scores[j] = Math.exp(scores[j] - max);
      for (let j = 0; j <= i; j++) for (let c = 0; c < dim; c++) out[i * dim + c] += (scores[j] / z) * v[j * dim + c];
    }
    return out;
  }
}

module.exports = { Decoder };
