import { type Tensor } from "tokenwise";

const AXIS = 1;
const norm = (x: Tensor) => {
  const [B, T, C] = x.shape;
  return x.sub(x.mean(AXIS, { keepdims: true })); // expect: cross-token-statistic
};
