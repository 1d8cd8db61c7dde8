import type { Tensor } from "../core/index.ts";
import type { StatisticScope } from "../protocol/outputs/axes.ts";
import type { InputLayout } from "./inputLayout.ts";

/** Which axes of a tensor inside a model count sequences and tokens. */
export interface TokenAxes {
  readonly batchAxis: number | null;
  readonly tokenAxis: number;
  /** Sequences and tokens share the token axis, [B N, C]. */
  readonly isFlattened: boolean;
  /** Of a flattened axis: the first B rows are the first token's, as in [N B, C]. */
  readonly isTokenMajor: boolean;
}

/** Which axes a normalisation reduces, in numbers, letters and consequence. */
export interface Reduction {
  readonly axes: number[];
  readonly axisNames: string[];
  readonly scope: StatisticScope;
}

type Known = Pick<InputLayout, "tokens" | "batch" | "tokenAxis" | "batchAxis" | "trail">;

/**
 * Finds the token axis of a tensor inside a model whose input has N tokens: where the run brought the input's token axis, or, for
 * a tensor that its trail does not lead to, by the usual shapes. null for a tensor that has lost its tokens ([B, C]).
 *
 * @param isChannelsFirst tells of [B, C, N], where the shape alone must do
 */
export function tokenAxesOf(tensor: Tensor, known: Known, isChannelsFirst = false): TokenAxes | null {
  const origins = known.trail?.of(tensor);
  const followed = origins === undefined ? null : followedAxes(tensor.shape, origins, known);
  if (followed !== null) return followed;
  // A tensor of the trail without the token axis has lost its tokens, unless others were made in their place (latents).
  return origins !== undefined && tensor.shape.length < 3
    ? null
    : usualAxes(tensor.shape, known, isChannelsFirst);
}

function followedAxes(
  shape: readonly number[],
  origins: readonly (readonly number[])[],
  known: Known,
): TokenAxes | null {
  const tokenAxis = origins.findIndex((origin) => origin.includes(known.tokenAxis));
  if (tokenAxis < 0) return null;
  const own = origins[tokenAxis]!;
  const isFlattened = known.batchAxis !== null && own.includes(known.batchAxis);
  if (isFlattened) {
    const isWhole = shape[tokenAxis] === known.tokens * known.batch;
    return isWhole
      ? { batchAxis: null, tokenAxis, isFlattened, isTokenMajor: own[0] === known.tokenAxis }
      : null;
  }
  const isBatch = (origin: readonly number[], axis: number): boolean =>
    axis !== tokenAxis &&
    (known.batchAxis === null ? shape[axis] === 1 && axis === 0 : origin.includes(known.batchAxis));
  const batchAxis = origins.findIndex(isBatch);
  return { batchAxis: batchAxis < 0 ? null : batchAxis, tokenAxis, isFlattened, isTokenMajor: false };
}

/** [B, N, C], [N, C], [B N, C], heads [B, H, N, D] or [B, N, H, D]. */
function usualAxes(shape: readonly number[], known: Known, isChannelsFirst: boolean): TokenAxes | null {
  const at = (tokenAxis: number, batchAxis: number | null, isFlattened = false): TokenAxes => ({
    tokenAxis,
    batchAxis,
    isFlattened,
    isTokenMajor: false,
  });
  const { tokens, batch } = known;
  if (shape.length === 2) {
    if (isChannelsFirst) return shape[0] === tokens * batch ? at(0, null, batch > 1) : null;
    if (shape[0] === tokens && (batch === 1 || known.batchAxis === null)) return at(0, null);
    return shape[0] === tokens * batch ? at(0, null, true) : null;
  }
  if (shape.length === 3) {
    if (isChannelsFirst) return at(2, 0);
    return known.tokenAxis === 0 && known.batchAxis === 1 ? at(0, 1) : at(1, 0);
  }
  if (shape.length === 4) return shape[2] !== tokens && shape[1] === tokens ? at(1, 0) : at(2, 0);
  return null;
}

/** Names the reduced axes and says what they pool. `isStored`: statistics of earlier batches, nothing is pooled now. */
export function reductionOf(
  shape: readonly number[],
  axes: readonly number[],
  tokenAxes: TokenAxes | null,
  isStored: boolean,
): Reduction {
  return {
    axes: [...axes],
    axisNames: axes.map((axis) => axisName(shape, axis, tokenAxes)),
    scope: isStored ? "frozen" : scopeOf(axes, tokenAxes),
  };
}

function scopeOf(axes: readonly number[], tokenAxes: TokenAxes | null): StatisticScope {
  if (tokenAxes === null) return axes.includes(0) ? "batch" : "token";
  const { batchAxis, tokenAxis, isFlattened } = tokenAxes;
  if ((batchAxis !== null && axes.includes(batchAxis)) || (isFlattened && axes.includes(tokenAxis)))
    return "batch";
  return axes.includes(tokenAxis) ? "tokens" : "token";
}

function axisName(shape: readonly number[], axis: number, tokenAxes: TokenAxes | null): string {
  if (tokenAxes === null) return axis === 0 ? "B" : axis === shape.length - 1 ? "C" : `axis ${axis}`;
  const { batchAxis, tokenAxis, isFlattened } = tokenAxes;
  if (axis === batchAxis) return "B";
  if (axis === tokenAxis) return isFlattened ? "BN" : "N";
  const channels = shape
    .map((_, index) => index)
    .filter((index) => index !== batchAxis && index !== tokenAxis);
  if (channels.length === 1) return "C";
  return channels.length === 2 ? ["H", "D"][channels.indexOf(axis)]! : `axis ${axis}`;
}
