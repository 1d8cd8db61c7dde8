import { nn, type Tensor } from "tokenwise";

export class Block extends nn.Module {
  attn = new nn.MultiheadAttention(64, 4);

  private center(x: Tensor, axis = 1): Tensor {
    return x.sub(x.mean(axis, { keepdims: true })); // expect: cross-token-statistic
  }

  forward(x: Tensor): Tensor {
    const h = this.center(x);
    return x.add(this.attn.forward(h, h, h));
  }
}
