import type { GroupMoments } from "./groupMoments.ts";

/** A way to normalise: what is taken off a value, and what it is divided by, from the moments of its group. */
export interface NormFormula {
  readonly isCentered: boolean;
  divisor(moments: GroupMoments, group: number, eps: number): number;
}

const layerNorm: NormFormula = {
  isCentered: true,
  divisor: ({ variances }, group, eps) => Math.sqrt(variances[group]! + eps),
};

const rmsNorm: NormFormula = {
  isCentered: false,
  divisor: ({ meanSquares }, group, eps) => Math.sqrt(meanSquares[group]! + eps),
};

/** The formula that LayerNorm and RMSNorm of the field share the names of. */
export function usualFormula(isCentered: boolean): NormFormula {
  return isCentered ? layerNorm : rmsNorm;
}

/** n - 1 in place of n, which is PyTorch's default for `x.var()`. */
const unbiased = ({ variances, size }: GroupMoments, group: number): number =>
  (variances[group]! * size) / (size - 1);

/** Those that people write, the usual ones first: eps within the root or beside it, variance biased or not. */
export const knownFormulas: readonly NormFormula[] = [
  layerNorm,
  rmsNorm,
  { isCentered: true, divisor: (moments, group, eps) => Math.sqrt(unbiased(moments, group) + eps) },
  { isCentered: true, divisor: ({ variances }, group, eps) => Math.sqrt(variances[group]!) + eps },
  { isCentered: true, divisor: (moments, group, eps) => Math.sqrt(unbiased(moments, group)) + eps },
  { isCentered: false, divisor: ({ meanSquares }, group, eps) => Math.sqrt(meanSquares[group]!) + eps },
];

export function normalizedBy(
  formula: NormFormula,
  data: Float32Array,
  moments: GroupMoments,
  eps: number,
): Float32Array {
  const { groups, means } = moments;
  const divisors = means.map((_, group) => formula.divisor(moments, group, eps));
  return data.map(
    (value, i) => (value - (formula.isCentered ? means[groups[i]!]! : 0)) / divisors[groups[i]!]!,
  );
}
