/** Mean log probability of a sequence's tokens; logits of T positions over V words. */
export function score(logits: Float32Array, ids: Int32Array, T: number, V: number): number {
  let total = 0;
  for (let t = 0; t < T - 1; t++) {
    let max = -Infinity;
    for (let v = 0; v < V; v++) max = Math.max(max, logits[t * V + v]);
    let sum = 0;
    for (let v = 0; v < V; v++) sum += Math.exp(logits[t * V + v] - max);
    total += logits[t * V + ids[t + 1]] - max - Math.log(sum);
  }
  return total / (T - 1);
}

/** Sampling: temperature, then the largest k of one row. */
export function sample(logits: Float32Array, temperature: number, k: number, random: () => number): number {
  const order = Array.from(logits.keys()).sort((a, b) => logits[b] - logits[a]).slice(0, k);
  const max = logits[order[0]];
  const weights = order.map((index) => Math.exp((logits[index] - max) / temperature));
  const sum = weights.reduce((a, b) => a + b, 0);
  let left = random() * sum;
  for (let i = 0; i < order.length; i++) if ((left -= weights[i]) <= 0) return order[i];
  return order[0];
}
