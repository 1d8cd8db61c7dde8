import { type Tensor, nn } from "tokenwise";

export function tokenNorm(x: Tensor): Tensor {
  const [B, N, C] = x.shape;
  const mean = x.mean(1, { keepdims: true }); // expect: cross-token-statistic
  const std = x.std([1, 2], { keepdims: true }); // expect: cross-token-statistic
  return x.sub(mean).div(std.add(1e-5));
}
