import { numpy as np } from "@jax-js/jax";

export function rmsNorm(x: np.Array, weight: np.Array): np.Array {
  // x: [batch, tokens, channels]
  const ms = np.mean(np.square(x.ref), -1, { keepdims: true });
  return x.div(np.sqrt(ms.add(1e-6))).mul(weight);
}
