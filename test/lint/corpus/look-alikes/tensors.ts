import { nn, randn } from "tokenwise";

const x = randn([2, 6, 64]);
const [B, T, C] = x.shape;
const norm = new nn.LayerNorm(64);
const byHand = x.sub(x.mean(-1, { keepdims: true })).div(x.std(-1, { keepdims: true }));
const pooled = x.mean(1);
export const all = [norm.forward(x), byHand, pooled, B, T, C];
