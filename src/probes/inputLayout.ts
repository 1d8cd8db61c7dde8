import type { Tensor } from "../core/index.ts";
import { resolveAxis } from "./axisBlocks.ts";
import type { AxisTrail } from "./axisTrail.ts";
import type { IdRange, RunFacts } from "./runFacts.ts";

/** Where the tokens of an input are. */
export interface InputLayout {
  readonly tokenAxis: number;
  /** null where the input is one sequence. */
  readonly batchAxis: number | null;
  readonly tokens: number;
  readonly batch: number;
  /** Set where the input holds ids of an embedding table, not numbers. */
  readonly ids: IdRange | null;
  /** Where these axes are in tensors inside the model; null where no run was followed. */
  readonly trail: AxisTrail | null;
}

/**
 * Reads the layout of an input: [B, N, C] has its tokens on axis 1; rank 2 is [B, N] where the run looks it up in an
 * embedding table, else [N, C]; rank 1 is one sequence of ids. `tokenAxis` overrides, for [N, B, C] or [B, C, N], say.
 * Throws where a rank has no such reading and no axis is given.
 */
export function inputLayout(
  x: Tensor,
  facts: Pick<RunFacts, "ids" | "trail">,
  tokenAxis?: number,
): InputLayout {
  const rank = x.shape.length;
  const axis =
    tokenAxis === undefined
      ? usualTokenAxis(x, facts.ids !== null)
      : resolveAxis(tokenAxis, x.shape, "tokenAxis");
  const batchAxis = rank >= 3 || (rank === 2 && facts.ids !== null) ? (axis === 0 ? 1 : 0) : null;
  const batch = batchAxis === null ? 1 : x.shape[batchAxis]!;
  return { tokenAxis: axis, batchAxis, tokens: x.shape[axis]!, batch, ids: facts.ids, trail: facts.trail };
}

function usualTokenAxis(x: Tensor, isIds: boolean): number {
  const rank = x.shape.length;
  if (rank === 3) return 1;
  if (rank === 2) return isIds ? 1 : 0;
  if (rank === 1 && isIds) return 0;
  throw new RangeError(
    `The input has the shape [${x.shape.join(", ")}]; say which axis holds the tokens with { tokenAxis }.`,
  );
}
