import { functional as F, randn } from "tokenwise";

const x = randn([2, 6, 64]);
const [B, N, C] = x.shape;
const y = F.layerNorm(x, [N, C]); // expect: norm-over-tokens
