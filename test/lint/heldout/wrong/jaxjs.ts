import { numpy as np } from "@jax-js/jax";

// x: [B, T, C]
export function centre(x: np.Array): np.Array {
  return x.ref.sub(np.mean(x, 1, { keepdims: true })); // expect: cross-token-statistic
}
