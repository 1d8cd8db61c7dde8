import { NDArray } from "../ndarray.ts";
import { sizeOf, type Shape } from "../shape.ts";

/** Numbers spread evenly over [low, high) without repeats, in an order that depends on the seed only. */
export function uniform(shape: Shape, seed: number, low = -1.5, high = 1.5): NDArray {
  const data = new Float32Array(sizeOf(shape));
  // The golden-ratio sequence: no two close together, so that max, sort and |x| have no ties for finite differences.
  for (let i = 0; i < data.length; i++) {
    const place = ((i + 1) * 0.6180339887498949 + seed * 0.7548776662466927) % 1;
    data[i] = low + (high - low) * place;
  }
  return NDArray.from(data, shape);
}

/** The given numbers in row-major order. */
export function values(shape: Shape, numbers: readonly number[]): NDArray {
  return NDArray.from(Float32Array.from(numbers), shape);
}
