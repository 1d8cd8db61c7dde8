/** Gradients of a sequence's activations are brought below a norm; the forward pass is not touched. */
export function clipGradients(grads: readonly Float32Array[], maxNorm: number): number {
  let total = 0;
  for (const grad of grads) for (let i = 0; i < grad.length; i++) total += grad[i] * grad[i];
  const norm = Math.sqrt(total);
  const scale = maxNorm / (norm + 1e-6);
  if (scale < 1) for (const grad of grads) for (let i = 0; i < grad.length; i++) grad[i] *= scale;
  return norm;
}

/** Mean loss of T positions, and its gradient divided by their number. */
export function crossEntropy(logits: Float32Array, targets: Int32Array, T: number, V: number): { loss: number; grad: Float32Array } {
  const grad = new Float32Array(T * V);
  let loss = 0;
  for (let t = 0; t < T; t++) {
    let max = -Infinity;
    for (let v = 0; v < V; v++) max = Math.max(max, logits[t * V + v]);
    let sum = 0;
    for (let v = 0; v < V; v++) sum += Math.exp(logits[t * V + v] - max);
    for (let v = 0; v < V; v++) grad[t * V + v] = (Math.exp(logits[t * V + v] - max) / sum - (v === targets[t] ? 1 : 0)) / T;
    loss -= logits[t * V + targets[t]] - max - Math.log(sum);
  }
  return { loss: loss / T, grad };
}
