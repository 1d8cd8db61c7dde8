import { nn, randn } from "tokenwise";

const seqLen = 12;
const dModel = 32;

class Block extends nn.Module {
  norm = new nn.LayerNorm([seqLen, dModel]); // expect: norm-over-tokens
  fc = new nn.Linear(dModel, dModel);
  forward(x) {
    return x.add(this.fc.forward(this.norm.forward(x)));
  }
}
