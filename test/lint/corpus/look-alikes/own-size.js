export class RMSNorm {
  constructor(dim) {
    this.dim = dim;
  }
  forward(x, seqLen) {
    for (let t = 0; t < seqLen; t++) {
      let squares = 0;
      for (let d = 0; d < this.dim; d++) squares += x[t * this.dim + d] ** 2;
      const scale = 1 / Math.sqrt(squares / this.dim + 1e-6);
      for (let d = 0; d < this.dim; d++) x[t * this.dim + d] *= scale;
    }
    return x;
  }
}

export function centredRows(x, T, C) {
  const { data } = x;
  for (let t = 0; t < T; t++) {
    let sum = 0;
    for (let c = 0; c < C; c++) sum += data[t * C + c];
    for (let c = 0; c < C; c++) x.data[t * C + c] -= sum / C;
  }
  return x;
}

export function byAnother(x, T, C) {
  const { data, scores } = x;
  let sum = 0;
  for (let t = 0; t < T; t++) for (let c = 0; c < C; c++) sum += scores[t * C + c];
  for (let t = 0; t < T; t++) for (let c = 0; c < C; c++) data[t * C + c] -= sum / (T * C);
  return x;
}
