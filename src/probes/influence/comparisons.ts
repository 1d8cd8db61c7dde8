import type { Permission } from "./allowed.ts";

/** One run: these input tokens are replaced, and these output tokens, which may read none of them, must keep every bit. */
export interface Comparison {
  readonly replaced: readonly number[];
  readonly compared: readonly number[];
}

/** More cuts than this are sampled. */
const allCutsUpTo = 256;
const sampledCuts = 32;

export interface Design {
  readonly comparisons: readonly Comparison[];
  /** How many cuts there are, where not all of them are tried; else null. */
  readonly outOf: number | null;
}

/**
 * The runs that test every ordered pair that must not be read.
 * Token independence takes 2 ceil(log2 N) runs: two different tokens differ in some bit of their index, so one of the runs
 * replaces the one and compares the other. A causal mask takes one run for each cut: replace all tokens >= t, compare those
 * < t. A table takes one for each distinct set of forbidden tokens. Beyond 256 cuts 32 are spread evenly, both ends among them.
 */
export function designComparisons(
  permission: Permission,
  outputs: readonly number[],
  inputs: number,
): Design {
  const tokens = Array.from({ length: inputs }, (_, token) => token);
  switch (permission.name) {
    case "full":
      return { comparisons: [], outOf: null };
    case "none":
      return { comparisons: bitComparisons(outputs, tokens), outOf: null };
    case "causal":
    case "shifted":
      return sampled(
        tokens.filter((first) => outputs.some((to) => !permission.mayRead(to, first))),
        (first) => prefixCut(permission, outputs, tokens, first),
      );
    case "custom":
      return sampled(forbiddenSets(permission, outputs, tokens), (replaced) => ({
        replaced,
        compared: outputs.filter((to) => replaced.every((from) => !permission.mayRead(to, from))),
      }));
  }
}

function bitComparisons(outputs: readonly number[], tokens: readonly number[]): Comparison[] {
  const bits = Math.ceil(Math.log2(tokens.length));
  return Array.from({ length: 2 * bits }, (_, run) => {
    // From the highest bit down, its 1 first: the first run replaces the later tokens and so shows who reads ahead.
    const isReplaced = (token: number): boolean => ((token >> (bits - 1 - (run >> 1))) & 1) === 1 - (run & 1);
    return { replaced: tokens.filter(isReplaced), compared: outputs.filter((token) => !isReplaced(token)) };
  }).filter(isUseful);
}

function prefixCut(
  permission: Permission,
  outputs: readonly number[],
  tokens: readonly number[],
  first: number,
): Comparison {
  return { replaced: tokens.slice(first), compared: outputs.filter((to) => !permission.mayRead(to, first)) };
}

function forbiddenSets(
  permission: Permission,
  outputs: readonly number[],
  tokens: readonly number[],
): (readonly number[])[] {
  const sets = outputs.map((to) => tokens.filter((from) => !permission.mayRead(to, from)));
  return [...new Map(sets.map((set) => [set.join(), set])).values()].filter((set) => set.length > 0);
}

function sampled<T>(cuts: readonly T[], comparison: (cut: T) => Comparison): Design {
  const tried = spread(cuts.length, cuts.length <= allCutsUpTo ? cuts.length : sampledCuts);
  const comparisons = tried.map((index) => comparison(cuts[index]!)).filter(isUseful);
  return { comparisons, outOf: tried.length < cuts.length ? cuts.length : null };
}

function isUseful({ replaced, compared }: Comparison): boolean {
  return replaced.length > 0 && compared.length > 0;
}

/** `count` indices below `length`, evenly spread, both ends among them; all of them where there are no more. */
export function spread(length: number, count: number): number[] {
  if (length <= count) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / (count - 1)));
}
