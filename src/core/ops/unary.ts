import { kernels } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

export interface Unary {
  readonly name: string;
  f(x: number): number;
  /** Where f(x) is x times this number. */
  readonly factor?: number;
  /** Derivative at x, where y = f(x). */
  derivative?(x: number, y: number): number;
  /** Range of the sample inputs; away from jumps and kinks. */
  readonly range?: readonly [low: number, high: number];
}

export function mapArray(fn: Unary, x: NDArray): NDArray {
  const out = NDArray.empty(x.shape);
  kernels().map(fn, x.values(), out.data);
  return out;
}

/** An op that applies one function to every element. */
export function unaryOp(fn: Unary): Op {
  const { derivative } = fn;
  const [low, high] = fn.range ?? [-2, 2];
  return {
    name: fn.name,
    shape: ([x]) => x!,
    forward: ([x]) => mapArray(fn, x!),
    samples: () => [
      { inputs: [uniform([2, 5], 1, low, high)], attributes: {}, rows: [0] },
      { inputs: [uniform([], 2, low, high)], attributes: {} },
      { inputs: [uniform([0, 2], 3)], attributes: {} },
    ],
    ...(derivative && {
      saves: [0],
      savesOutput: true,
      backward({ grad, input, output }) {
        const out = NDArray.empty(grad.shape);
        const named = { name: fn.name, derivative };
        kernels().mapGradient(named, input(0).values(), output().values(), grad.values(), out.data);
        return [out];
      },
    }),
  };
}
