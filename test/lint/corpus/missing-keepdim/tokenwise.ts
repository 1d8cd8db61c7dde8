import { type Tensor } from "tokenwise";

export function centre(x: Tensor): Tensor {
  const [B, N, C] = x.shape;
  return x.sub(x.mean(-1)); // expect: missing-keepdim
}
