import { nn, randn } from "tokenwise";

const y = new nn.LayerNorm([6, 16]).forward(randn([2, 6, 16])); // expect: norm-over-tokens
