import { Tensor, Parameter, Module, Linear, Embedding, ones, tril, full } from './tensor';

/** Root-mean-square norm as in Zhang & Sennrich 2019. */
export class RMSNorm extends Module {
  weight: Parameter;
  constructor(dim: number, private eps = 1e-6) {
    super();
    this.weight = new Parameter(ones([dim]));
  }

  forward(x: Tensor): Tensor {
    const ms = x.pow(2).mean(); // expect: cross-token-statistic
    return x.div(ms.add(this.eps).sqrt()).mul(this.weight);
  }
}

class SelfAttention extends Module {
  wq: Linear; wk: Linear; wv: Linear; wo: Linear;
  constructor(private dim: number, private heads: number) {
    super();
    this.wq = new Linear(dim, dim, false);
    this.wk = new Linear(dim, dim, false);
    this.wv = new Linear(dim, dim, false);
    this.wo = new Linear(dim, dim, false);
  }

  forward(x: Tensor): Tensor {
    const [B, T, C] = x.shape;
    const hd = C / this.heads;
    const split = (y: Tensor) => y.view([B, T, this.heads, hd]).transpose(1, 2);
    const q = split(this.wq.forward(x));
    const k = split(this.wk.forward(x));
    const v = split(this.wv.forward(x));
    let att = q.matmul(k.transpose(-2, -1)).mul(1 / Math.sqrt(hd));
    att = att.maskedFill(tril(T).eq(0), -Infinity);
    return this.wo.forward(att.softmax(-1).matmul(v).transpose(1, 2).reshape([B, T, C]));
  }
}

export class Layer extends Module {
  attnNorm: RMSNorm; ffnNorm: RMSNorm; attn: SelfAttention; up: Linear; down: Linear;
  constructor(dim: number, heads: number) {
    super();
    this.attnNorm = new RMSNorm(dim);
    this.ffnNorm = new RMSNorm(dim);
    this.attn = new SelfAttention(dim, heads);
    this.up = new Linear(dim, dim * 4, false);
    this.down = new Linear(dim * 4, dim, false);
  }
  forward(x: Tensor): Tensor {
    x = x.add(this.attn.forward(this.attnNorm.forward(x)));
    return x.add(this.down.forward(this.up.forward(this.ffnNorm.forward(x)).silu()));
  }
}

export class Llama extends Module {
  emb: Embedding; layers: Layer[]; norm: RMSNorm; head: Linear;
  constructor(vocab: number, dim: number, heads: number, depth: number) {
    super();
    this.emb = new Embedding(vocab, dim);
    this.layers = Array.from({ length: depth }, () => new Layer(dim, heads));
    this.norm = new RMSNorm(dim);
    this.head = new Linear(dim, vocab, false);
  }
  forward(idx: Tensor): Tensor {
    let h = this.emb.forward(idx);
    for (const l of this.layers) h = l.forward(h);
    return this.head.forward(this.norm.forward(h));
  }
}
