import { numpy as np } from "@jax-js/jax";

export function rmsNorm(x: np.Array): np.Array {
  const [batch, tokens, dim] = x.shape;
  const scale = np.sqrt(np.square(x.ref).mean([1, 2], { keepdims: true }).add(1e-6)); // expect: cross-token-statistic
  return x.div(scale);
}
