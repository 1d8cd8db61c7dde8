export class RMSNorm {
  constructor(dim) {
    this.dim = dim;
  }
  forward(x, seqLen) {
    let squares = 0;
    for (let t = 0; t < seqLen; t++) {
      for (let d = 0; d < this.dim; d++) squares += x[t * this.dim + d] ** 2; // expect: cross-token-statistic
      const scale = 1 / Math.sqrt(squares / this.dim + 1e-6);
      for (let d = 0; d < this.dim; d++) x[t * this.dim + d] *= scale;
    }
    return x;
  }
}
