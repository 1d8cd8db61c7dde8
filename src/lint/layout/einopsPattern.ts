/** One side of an einops pattern: each item is an axis, given by the names flattened into it. */
export type PatternSide = readonly (readonly string[])[];

export interface EinopsPattern {
  readonly from: PatternSide;
  readonly to: PatternSide;
}

/** Reads `b n (h d) -> b h n d`; null for what is no pattern or has an ellipsis. */
export function einopsPattern(text: string): EinopsPattern | null {
  const sides = text.split("->");
  if (sides.length !== 2 || text.includes("...")) return null;
  const [from, to] = sides.map(side) as [PatternSide, PatternSide];
  return { from, to };
}

const side = (text: string): PatternSide =>
  [...text.matchAll(/\(([^)]*)\)|(\S+)/g)].map((match) =>
    match[1] !== undefined ? match[1].trim().split(/\s+/).filter(Boolean) : [match[2]!],
  );
