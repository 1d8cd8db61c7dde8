import { tensor } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";
import { axisBlocks } from "../axisBlocks.ts";

/** The tokens from `start` up to, not including, `end`, of a tensor whose tokens lie on `axis`. */
export function tokenSpan(
  { data, shape }: Pick<Tensor, "data" | "shape">,
  axis: number,
  start: number,
  end: number,
): Tensor {
  const { outer, size, inner } = axisBlocks(shape, axis);
  const length = (end - start) * inner;
  const span = new Float32Array(outer * length);
  for (let block = 0; block < outer; block++) {
    const from = (block * size + start) * inner;
    span.set(data.subarray(from, from + length), block * length);
  }
  return tensor(
    span,
    shape.map((full, at) => (at === axis ? end - start : full)),
  );
}

/**
 * Largest |difference| between two results of the same tokens, in units of the largest |expected| number.
 *
 * @throws RangeError where the shapes differ
 */
export function relativeDifference(expected: Tensor, found: Tensor): number {
  if (expected.shape.join() !== found.shape.join())
    throw new RangeError(
      `the output has the shape [${found.shape.join(", ")}], not [${expected.shape.join(", ")}]`,
    );
  const other = found.data;
  let [scale, largest] = [0, 0];
  expected.data.forEach((value, i) => {
    scale = Math.max(scale, Math.abs(value));
    if (!Object.is(value, other[i])) largest = Math.max(largest, Math.abs(value - other[i]!));
  });
  return largest === 0 ? 0 : largest / scale;
}
