import { numpy as np, nn } from "@jax-js/jax";

export function layerNorm(x: np.Array, gamma: np.Array, beta: np.Array): np.Array {
  // x: [batch, tokens, channels]
  const mean = np.mean(x.ref, 1, { keepdims: true }); // expect: cross-token-statistic
  const centred = x.sub(mean);
  const variance = np.mean(np.square(centred.ref), 1, { keepdims: true }); // expect: cross-token-statistic
  return centred.div(np.sqrt(variance.add(1e-5))).mul(gamma).add(beta);
}
