import { reducedShape } from "../axes.ts";
import type { NDArray } from "../ndarray.ts";
import { zip } from "./binary.ts";
import { reduceAxes } from "./reduction.ts";

/** x minus its mean over `axes`. */
export function centered(x: NDArray, axes: readonly number[]): NDArray {
  const mean = reduceAxes("mean", x, axes, reducedShape(x.shape, axes, true));
  return zip({ name: "sub", f: (a, b) => a - b }, x, mean);
}
