import type { NDArray } from "../ndarray.ts";
import { mapArray } from "./unary.ts";

/** x times a number. */
export function scale(x: NDArray, factor: number): NDArray {
  return mapArray({ name: "scale", f: (value) => value * factor, factor }, x);
}
