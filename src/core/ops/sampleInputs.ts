import { NDArray } from "../ndarray.ts";
import { Xoshiro } from "../random/xoshiro.ts";
import { sizeOf, type Shape } from "../shape.ts";

/**
 * Numbers evenly spaced over [low, high), in an order that depends on the seed only: no two are close together, so that
 * max, |x| and the like have no ties for finite differences.
 */
export function uniform(shape: Shape, seed: number, low = -1.5, high = 1.5): NDArray {
  const size = sizeOf(shape);
  const random = new Xoshiro(seed);
  const ranked = Array.from({ length: size }, (_, i) => ({ i, key: random.uniform() }));
  ranked.sort((a, b) => a.key - b.key);
  const data = new Float32Array(size);
  ranked.forEach(({ i }, rank) => (data[i] = low + ((high - low) * (rank + 0.3 + 0.1 * (seed % 5))) / size));
  return NDArray.from(data, shape);
}

/** The given numbers in row-major order. */
export function values(shape: Shape, numbers: readonly number[]): NDArray {
  return NDArray.from(Float32Array.from(numbers), shape);
}
