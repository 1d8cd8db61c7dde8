import type { TokenAxes } from "../normLayout.ts";

/** The numbers of a tensor as one row of C numbers for each of B x N tokens. */
export interface TokenVectors {
  readonly batch: number;
  readonly tokens: number;
  readonly channels: number;
  readonly data: Float32Array;
}

/** Brings the token axes to the front; a tensor [B, N, C] is given back as it lies. `batch` splits a flattened axis. */
export function tokenVectors(
  data: Float32Array,
  shape: readonly number[],
  axes: TokenAxes,
  batch: number,
): TokenVectors {
  const { batchAxis, tokenAxis, isFlattened, isTokenMajor } = axes;
  if (isFlattened && isTokenMajor) {
    const [before, after] = [shape.slice(0, tokenAxis), shape.slice(tokenAxis + 1)];
    const split = { batchAxis: tokenAxis + 1, tokenAxis, isFlattened: false, isTokenMajor: false };
    return tokenVectors(data, [...before, shape[tokenAxis]! / batch, batch, ...after], split, batch);
  }
  const rest = shape.map((_, axis) => axis).filter((axis) => axis !== batchAxis && axis !== tokenAxis);
  const order = [...(batchAxis === null ? [] : [batchAxis]), tokenAxis, ...rest];
  const sequences = isFlattened ? batch : batchAxis === null ? 1 : shape[batchAxis]!;
  const tokens = isFlattened ? shape[tokenAxis]! / batch : shape[tokenAxis]!;
  const channels = rest.reduce((product, axis) => product * shape[axis]!, 1);
  const isInOrder = order.every((axis, at) => axis === at);
  return { batch: sequences, tokens, channels, data: isInOrder ? data : permuted(data, shape, order) };
}

function permuted(data: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const out = new Float32Array(data.length);
  const index = order.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = data[from]!;
    for (let at = order.length - 1; at >= 0; at--) {
      const axis = order[at]!;
      from += strides[axis]!;
      if (++index[at]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[at] = 0;
    }
  }
  return out;
}
