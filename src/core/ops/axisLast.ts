import { NDArray } from "../ndarray.ts";

/** Runs a row kernel along `axis`: the axis is moved to the back, and back again afterwards. */
export function axisLast(
  x: NDArray,
  axis: number,
  run: (rows: Float32Array, columns: number, out: Float32Array) => void,
): NDArray {
  const order = moveToBack(x.rank, axis);
  const moved = x.permute(order);
  const out = NDArray.empty(moved.shape);
  if (out.size > 0) run(moved.values(), x.shape[axis]!, out.data);
  return out.permute(inverse(order));
}

/** The elements in the order in which `axisLast` hands them to its kernel. */
export function valuesAxisLast(x: NDArray, axis: number): Float32Array {
  return x.permute(moveToBack(x.rank, axis)).values();
}

export function moveToBack(rank: number, axis: number): number[] {
  const others = Array.from({ length: rank }, (_, own) => own).filter((own) => own !== axis);
  return [...others, axis];
}

/** The permutation that undoes `order`. */
export function inverse(order: readonly number[]): number[] {
  const result = new Array<number>(order.length);
  order.forEach((from, to) => (result[from] = to));
  return result;
}
