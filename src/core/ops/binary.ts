import { broadcastShapes } from "../broadcasting.ts";
import { kernels, type BinaryFunction } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import type { Shape } from "../shape.ts";
import { sumTo } from "./broadcastGradient.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

/** Applies `fn` to every pair of elements, broadcasting as NumPy does. */
export function zip(fn: BinaryFunction, a: NDArray, b: NDArray): NDArray {
  const shape = broadcastShapes(fn.name, a.shape, b.shape);
  const out = NDArray.empty(shape);
  kernels().zip(fn, a.expand(shape), b.expand(shape), shape, out.data);
  return out;
}

interface Binary extends BinaryFunction {
  /** Partial derivatives at (a, b); missing where the function is not differentiable. */
  readonly gradient?: {
    readonly saves: Op["saves"] & {};
    a(grad: NDArray, a: () => NDArray, b: () => NDArray): NDArray;
    b(grad: NDArray, a: () => NDArray, b: () => NDArray): NDArray;
  };
  readonly dtype?: Op["dtype"];
}

/** An op on two operands that broadcast. */
export function binaryOp(fn: Binary): Op {
  const { gradient } = fn;
  return {
    name: fn.name,
    shape: ([a, b]) => broadcastShapes(fn.name, a!, b!),
    forward: ([a, b]) => zip(fn, a!, b!),
    samples: pairs,
    ...(fn.dtype && { dtype: fn.dtype }),
    ...(gradient && {
      saves: gradient.saves,
      backward({ grad, wants, inputShapes, input }) {
        const a = () => input(0);
        const b = () => input(1);
        const partials = [gradient.a, gradient.b];
        return partials.map((partial, i) => (wants[i] ? sumTo(partial(grad, a, b), inputShapes[i]!) : null));
      },
    }),
  };
}

/** Sample inputs for each way of broadcasting, positive so that division, powers and logarithms are smooth. */
function pairs(): ReturnType<Op["samples"]> {
  const pair = (a: Shape, b: Shape, rows?: readonly number[]) => ({
    inputs: [uniform(a, 1, 0.5, 2), uniform(b, 2, 0.5, 2)],
    attributes: {},
    ...(rows && { rows }),
  });
  return [
    pair([2, 3], [2, 3], [0, 1]),
    pair([2, 3], [3], [0]),
    pair([3], [2, 1], [1]),
    pair([2, 1, 3], [4, 1]),
    pair([], [2, 2]),
    pair([0, 3], [1, 3]),
  ];
}
