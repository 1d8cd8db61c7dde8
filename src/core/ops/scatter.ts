import type { NDArray } from "../ndarray.ts";

/** Writes `values` into the elements that a view shows. */
export function scatter(values: NDArray, target: NDArray): void {
  if (target.isContiguous) return target.values().set(values.values());
  const places = offsetsOf(target);
  const numbers = values.values();
  places.forEach((place, i) => (target.data[place] = numbers[i]!));
}

/** Where each element of a view lies in its memory. */
function offsetsOf(x: NDArray): Int32Array {
  let places = new Int32Array([x.offset]);
  x.shape.forEach((length, axis) => {
    const stride = x.strides[axis]!;
    const next = new Int32Array(places.length * length);
    places.forEach((start, i) => {
      for (let j = 0; j < length; j++) next[i * length + j] = start + j * stride;
    });
    places = next;
  });
  return places;
}
