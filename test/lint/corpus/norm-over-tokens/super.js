import { nn } from "tokenwise";

export class SequenceNorm extends nn.LayerNorm {
  constructor(blockSize, nEmbd) {
    super([blockSize, nEmbd]); // expect: norm-over-tokens
  }
}

export class Base {
  constructor(shape) {
    this.norm = new nn.LayerNorm(shape);
  }
}

export class Model extends Base {
  constructor(seqLen, dModel) {
    super([seqLen, dModel]); // expect: norm-over-tokens
  }
}
