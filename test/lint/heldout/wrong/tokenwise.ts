import { randn, nn } from "tokenwise";

const x = randn([2, 6, 64]);
const attention = new nn.MultiheadAttention(64, 4);
const wrong = new nn.LayerNorm([6, 64]); // expect: norm-over-tokens
wrong.forward(attention.forward(x, x, x));
