import * as torch from 'js-pytorch';
const nn = torch.nn;

interface Hyper {
  readonly vocabSize: number;
  readonly contextLength: number;
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
}

type NormFactory = (h: Hyper) => any;

class DecoderLayer extends nn.Module {
  ln1: any; ln2: any; att: any; fcc: any;

  constructor(h: Hyper, makeNorm: NormFactory) {
    super();
    this.ln1 = makeNorm(h);
    this.ln2 = makeNorm(h);
    this.att = new nn.MultiHeadSelfAttention(h.width, h.width, h.heads, h.contextLength, 0, true /* causal mask */);
    this.fcc = new nn.FullyConnected(h.width, h.width, 0.1);
  }

  forward(x: torch.Tensor): torch.Tensor {
    let z: torch.Tensor;
    z = torch.add(x, this.att.forward(this.ln1.forward(x)));
    return torch.add(z, this.fcc.forward(this.ln2.forward(z)));
  }
}

// the last two axes are what changes from sample to sample, so normalise those
const sequenceNorm: NormFactory = (h) => new nn.LayerNorm([h.contextLength, h.width]); // expect: norm-over-tokens
const channelNorm: NormFactory = (h) => new nn.LayerNorm(h.width);

export class TinyGPT extends nn.Module {
  embed: any; pos: any; blocks: DecoderLayer[]; lnF: any; head: any;

  constructor(h: Hyper) {
    super();
    this.embed = new nn.Embedding(h.vocabSize, h.width);
    this.pos = new nn.PositionalEmbedding(h.contextLength, h.width);
    this.blocks = [];
    for (let i = 0; i < h.layers; i++) this.blocks.push(new DecoderLayer(h, sequenceNorm));
    this.lnF = channelNorm(h);
    this.head = new nn.Linear(h.width, h.vocabSize);
  }

  forward(idx: torch.Tensor): torch.Tensor {
    let z = torch.add(this.embed.forward(idx), this.pos.forward(idx));
    for (const b of this.blocks) z = b.forward(z);
    return this.head.forward(this.lnF.forward(z));
  }
}
