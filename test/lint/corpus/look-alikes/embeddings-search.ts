interface Document {
  readonly id: string;
  readonly vector: Float32Array;
}

/** Unit length for every stored vector; the mean over the collection is taken away first. */
export function prepare(documents: readonly Document[], dim: number): Float32Array {
  const centre = new Float32Array(dim);
  for (const { vector } of documents) for (let d = 0; d < dim; d++) centre[d] += vector[d] / documents.length;
  const out = new Float32Array(documents.length * dim);
  documents.forEach(({ vector }, n) => {
    let norm = 0;
    for (let d = 0; d < dim; d++) {
      out[n * dim + d] = vector[d] - centre[d];
      norm += out[n * dim + d] ** 2;
    }
    for (let d = 0; d < dim; d++) out[n * dim + d] /= Math.sqrt(norm);
  });
  return out;
}

/** Mean pooling of token embeddings, then unit length. */
export function meanPool(hidden: Float32Array, mask: Uint8Array, tokens: number, dim: number): Float32Array {
  const out = new Float32Array(dim);
  let count = 0;
  for (let t = 0; t < tokens; t++) {
    if (!mask[t]) continue;
    count++;
    for (let d = 0; d < dim; d++) out[d] += hidden[t * dim + d];
  }
  let norm = 0;
  for (let d = 0; d < dim; d++) {
    out[d] /= count;
    norm += out[d] * out[d];
  }
  for (let d = 0; d < dim; d++) out[d] /= Math.sqrt(norm);
  return out;
}
