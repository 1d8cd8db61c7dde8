import { pairwiseExtreme } from "./pairwiseExtreme.ts";

export const maximum = pairwiseExtreme("maximum", Math.max);
