import { nn, randn } from "tokenwise";

const T = 6;
const C = 64;
const norm = new nn.LayerNorm([T, C]); // expect: norm-over-tokens
export const y = norm.forward(randn([2, T, C]));
