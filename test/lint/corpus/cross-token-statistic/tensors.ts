import { type Tensor } from "tokenwise";

export function norm(x: Tensor): Tensor {
  const [B, T, C] = x.shape;
  const mean = x.mean(1, { keepdims: true }); // expect: cross-token-statistic
  const variance = x.var([1, 2], { keepdims: true }); // expect: cross-token-statistic
  return x.sub(mean).div(variance.add(1e-5).sqrt());
}
