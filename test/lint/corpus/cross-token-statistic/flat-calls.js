// A norm of one row, called with all rows in one buffer.
class LayerNorm {
  constructor(dim) {
    this.gamma = new Float32Array(dim).fill(1);
  }
  forward(x) {
    let mean = 0;
    for (const v of x) mean += v;
    mean /= x.length;
    let variance = 0;
    for (let i = 0; i < x.length; i++) variance += (x[i] - mean) ** 2;
    const inverse = 1 / Math.sqrt(variance / x.length + 1e-5);
    return x.map((v, i) => (v - mean) * inverse * this.gamma[i % this.gamma.length]);
  }
}

export class Block {
  constructor(C) {
    this.C = C;
    this.norm = new LayerNorm(C);
  }
  forward(x, T) {
    const C = this.C;
    const h = this.norm.forward(x); // expect: cross-token-statistic
    for (let t = 0; t < T; t++) for (let c = 0; c < C; c++) x[t * C + c] += h[t * C + c];
    return x;
  }
}

export class Right {
  constructor(C) {
    this.C = C;
    this.norm = new LayerNorm(C);
  }
  forward(x, T) {
    const C = this.C;
    for (let t = 0; t < T; t++) {
      const h = this.norm.forward(x.subarray(t * C, (t + 1) * C));
      for (let c = 0; c < C; c++) x[t * C + c] += h[c];
    }
    return x;
  }
}
