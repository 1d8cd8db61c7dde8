import { nn, randn, type Tensor } from "tokenwise";

export const right = (x: Tensor) => {
  const [B, N, C] = x.shape;
  return new nn.LayerNorm(C).forward(x.sub(x.mean(-1, { keepdims: true })));
};
