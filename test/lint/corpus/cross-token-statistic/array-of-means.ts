function norm(x: Float32Array, seqLen: number, dim: number) {
  const means = new Float32Array(dim);
  for (let t = 0; t < seqLen; t++) for (let c = 0; c < dim; c++) means[c] += x[t * dim + c] / seqLen; // expect: cross-token-statistic
  for (let t = 0; t < seqLen; t++) for (let c = 0; c < dim; c++) x[t * dim + c] -= means[c];
}
