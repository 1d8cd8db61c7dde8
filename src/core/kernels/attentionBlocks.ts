import type { AttentionSizes } from "./kernels.ts";

/** Queries [first, first + rows) and how many keys they can see. */
export interface Block {
  readonly first: number;
  readonly rows: number;
  readonly seen: number;
}

/**
 * Blocks of `blockRows` queries, so that the matrix of all scores is never in memory. Keys that a whole block may not see are left out
 * where `mayCut` allows it: 0 times a NaN or an infinity would not be 0. What is seen is a multiple of 16 where cut, so that sums
 * keep their order.
 */
export function blocksOf(
  { queries, keys, causal }: Pick<AttentionSizes, "queries" | "keys" | "causal">,
  blockRows: number,
  mayCut: () => boolean,
): Block[] {
  const cut = causal !== null && queries > blockRows && mayCut();
  return Array.from({ length: Math.ceil(queries / blockRows) }, (_, i) => {
    const first = i * blockRows;
    const rows = Math.min(blockRows, queries - first);
    const reach = Math.ceil((first + rows + (causal ?? 0)) / 16) * 16;
    return { first, rows, seen: cut ? Math.min(keys, reach) : keys };
  });
}
