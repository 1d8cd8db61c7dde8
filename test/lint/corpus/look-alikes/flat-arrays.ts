// Rows of flat buffers, one at a time; softmax; lists that are no activations.

/** logits: Float32Array of T * V */
export function stableSoftmax(logits: Float32Array, T: number, dim: number): Float32Array {
  const max = Math.max(...logits);
  const out = new Float32Array(T * dim);
  for (let t = 0; t < T; t++) {
    let sum = 0;
    for (let v = 0; v < dim; v++) sum += out[t * dim + v] = Math.exp(logits[t * dim + v] - max);
    for (let v = 0; v < dim; v++) out[t * dim + v] /= sum;
  }
  return out;
}

export function rowsByOffset(x: Float32Array, T: number, C: number): void {
  let t = 0;
  while (t < T) {
    const offset = t * C;
    let mean = 0;
    for (let i = offset; i < offset + C; i++) mean += x[i] / C;
    let c = 0;
    while (c < C) x[offset + c++] -= mean;
    t++;
  }
}

export function rowNorms(tokens: number[][]): number[][] {
  const T = tokens.length;
  const C = tokens[0].length;
  const norms = Array.from({ length: T }, (_, t) => Math.hypot(...tokens[t]));
  return tokens.map((row, t) => row.map((v) => (v / norms[t]) * Math.sqrt(C)));
}

export function meanToken(tokens: number[][]): number[] {
  const T = tokens.length;
  const C = tokens[0].length;
  return Array.from({ length: C }, (_, c) => tokens.reduce((sum, row) => sum + row[c], 0) / T);
}

function normRow(row: Float32Array): Float32Array {
  let mean = 0;
  for (const v of row) mean += v;
  mean /= row.length;
  return row.map((v) => v - mean);
}

export function byRows(x: Float32Array, T: number, C: number): Float32Array[] {
  const rows: Float32Array[] = [];
  for (let t = 0; t < T; t++) rows.push(normRow(x.slice(t * C, t * C + C)));
  for (let t = 0; t < T; t++) for (let c = 0; c < C; c++) x[t * C + c] += rows[t][c];
  return rows;
}
