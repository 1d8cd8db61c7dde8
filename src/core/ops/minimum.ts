import { pairwiseExtreme } from "./pairwiseExtreme.ts";

export const minimum = pairwiseExtreme("minimum", Math.min);
