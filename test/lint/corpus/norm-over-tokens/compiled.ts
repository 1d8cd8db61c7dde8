import { numpy as np, nn, jit } from "@jax-js/jax";

type Params = { wq: np.Array; wk: np.Array; wv: np.Array };

// x: [tokens, channels]
function attention(x: np.Array, p: Params): np.Array {
  const scores = np.matmul(np.matmul(x.ref, p.wq), np.transpose(np.matmul(x.ref, p.wk)));
  return np.matmul(nn.softmax(scores, -1), np.matmul(x, p.wv));
}

export const told = jit((x: np.Array, p: Params): np.Array => {
  // x: [tokens, channels]
  const y = x.ref.add(attention(x, p));
  return nn.standardize(y, 0); // expect: norm-over-tokens
});

export const byCallee = jit((x: np.Array, p: Params) => {
  const z = nn.standardize(x.ref, 0); // expect: norm-over-tokens
  return x.add(attention(z, p));
});
