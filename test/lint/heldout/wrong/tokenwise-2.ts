import { type Tensor } from "tokenwise";

export function scale(x: Tensor) {
  const [B, N, C] = x.shape;
  const rms = x.mul(x).mean([1, 2], { keepdims: true }).sqrt(); // expect: cross-token-statistic
  return x.div(rms);
}
