import { nn, randn } from "tokenwise";

const T = 6;
const C = 64;
const norm = new nn.LayerNorm([T, C]); // expect: norm-over-tokens
export const y = norm.forward(randn([2, T, C]));

const config = { seqLen: 128, width: 64 };
export const ofConfig = new nn.LayerNorm([config.seqLen, config.width]); // expect: norm-over-tokens
