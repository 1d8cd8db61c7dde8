// Adam over flat parameters; the update is divided by the root of its own second moment.
export function adam(params, grads, state, lr = 1e-3, b1 = 0.9, b2 = 0.999, eps = 1e-8) {
  state.step++;
  for (let p = 0; p < params.length; p++) {
    const [w, g, m, v] = [params[p], grads[p], state.m[p], state.v[p]];
    for (let i = 0; i < w.length; i++) {
      m[i] = b1 * m[i] + (1 - b1) * g[i];
      v[i] = b2 * v[i] + (1 - b2) * g[i] * g[i];
      const mh = m[i] / (1 - b1 ** state.step);
      const vh = v[i] / (1 - b2 ** state.step);
      w[i] -= (lr * mh) / (Math.sqrt(vh) + eps);
    }
  }
}

export function initialise(nEmbd, seqLen, random) {
  const table = new Float32Array(seqLen * nEmbd);
  let squares = 0;
  for (let i = 0; i < seqLen * nEmbd; i++) {
    table[i] = random();
    squares += table[i] * table[i];
  }
  const scale = 0.02 / Math.sqrt(squares / (seqLen * nEmbd));
  for (let i = 0; i < seqLen * nEmbd; i++) table[i] *= scale;
  return table;
}
