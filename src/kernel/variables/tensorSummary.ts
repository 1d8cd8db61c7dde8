import type { NDArray } from "../../core/ndarray.ts";
import type { TensorSummary } from "../../protocol/messages.ts";

/** Looking here and there takes far longer than looking at all in a row. */
const sampleSize = 10_000;
/** Spreads the sample within its strata, so that it keeps no step with rows and columns. */
const goldenRatio = (Math.sqrt(5) - 1) / 2;

/**
 * Mean, smallest and largest of the finite values, and the counts of the others.
 *
 * @param most an array with more elements is described by a sample, evenly taken.
 */
export function tensorSummary(array: NDArray, most = Infinity): TensorSummary {
  const sample = array.size > most ? Math.min(most, sampleSize) : undefined;
  const found = summaryOf(sample === undefined ? array.values() : sampleOf(array, sample));
  return { shape: [...array.shape], ...found, ...(sample === undefined ? {} : { sample }) };
}

function summaryOf(values: Float32Array): Omit<TensorSummary, "shape"> {
  let sum = 0;
  let finite = 0;
  let nan = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value === 0) {
      sum += value;
      finite++;
      if (value < min) min = value;
      if (value > max) max = value;
    } else if (value !== value) nan++;
  }
  const infinite = values.length - finite - nan;
  const others = { nan, ...(infinite > 0 ? { infinite } : {}) };
  if (finite === 0) return { mean: null, min: null, max: null, ...others };
  return { mean: sum / finite, min, max, ...others };
}

// One element of each of `count` strata, at a place that differs from one to the next.
function sampleOf(array: NDArray, count: number): Float32Array {
  const sample = new Float32Array(count);
  const { data, size } = array;
  const place = array.isContiguous ? undefined : placeIn(array);
  const step = size / count;
  for (let i = 0; i < count; i++) {
    const index = Math.floor((i + ((i * goldenRatio) % 1)) * step);
    sample[i] = data[place ? place(index) : array.offset + index]!;
  }
  return sample;
}

/** Where the element of a row-major index lies in the memory. */
function placeIn({ shape, strides, offset }: NDArray): (index: number) => number {
  return (index) => {
    let at = offset;
    let rest = index;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (rest % shape[axis]!) * strides[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    return at;
  };
}
