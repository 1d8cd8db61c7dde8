export class RmsNorm {
  constructor(private readonly weight: Float32Array, private readonly eps = 1e-6) {}

  forward(x: Float32Array, seqLen: number): Float32Array {
    const dim = this.weight.length;
    const out = new Float32Array(seqLen * dim);
    let ss = 0;
    for (let i = 0; i < seqLen * dim; i++) ss += x[i] * x[i]; // expect: cross-token-statistic
    const scale = 1 / Math.sqrt(ss / (seqLen * dim) + this.eps);
    for (let i = 0; i < seqLen * dim; i++) out[i] = x[i] * scale * this.weight[i % dim];
    return out;
  }
}
