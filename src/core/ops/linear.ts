import { kernels } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import { formatShape, ShapeError, sizeOf, type Shape } from "../shape.ts";
import { sumTo } from "./broadcastGradient.ts";
import { matrixAt, multiply, transposed } from "./matmul.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

/** The shape rule; also for one row [in]. */
export function linearShape([x, weight, bias]: readonly Shape[]): Shape {
  if (weight!.length !== 2)
    throw new ShapeError(
      "linear",
      `weight must be [out, in], not ${formatShape(weight!)} (input ${formatShape(x!)})`,
    );
  if (x!.length === 0 || x!.at(-1) !== weight![1])
    throw new ShapeError(
      "linear",
      `the last axis of the input ${formatShape(x!)} must have the length of the last axis of weight ${formatShape(weight!)}`,
    );
  const out = [...x!.slice(0, -1), weight![0]!];
  if (bias && (bias.length !== 1 || bias[0] !== weight![0]))
    throw new ShapeError(
      "linear",
      `bias must be ${formatShape([weight![0]!])} for weight ${formatShape(weight!)}, not ${formatShape(bias)}`,
    );
  return out;
}

/** x as one matrix of all its rows. */
const rowsOf = (x: NDArray) => x.reshape([sizeOf(x.shape.slice(0, -1)), x.shape.at(-1)!]);

/**
 * x Wᵀ + b in one piece of memory: x [..., in], weight [out, in] and, optionally, bias [out] -> [..., out]. To the bit what matmul
 * and add give.
 */
export const linear: Op = {
  name: "linear",
  shape: linearShape,
  forward([x, weight, bias], _attributes, shape) {
    const out = NDArray.empty(shape);
    const rows = rowsOf(x!);
    const [m, k] = rows.shape as [number, number];
    // A weight comes again, mostly unchanged, so the kernels may keep what they make of it.
    const right = { ...matrixAt(transposed(weight!), weight!.offset), contents: weight!.storage.contents() };
    kernels().matmul(matrixAt(rows, rows.offset), right, m, k, weight!.shape[0]!, out.data, bias?.values());
    return out;
  },
  saves: (wants) => [...(wants[1] ? [0] : []), ...(wants[0] ? [1] : [])],
  backward({ grad, wants, inputShapes, input }) {
    const gradients = [
      wants[0] ? multiply(grad, input(1)) : null,
      wants[1] ? multiply(transposed(rowsOf(grad)), rowsOf(input(0))) : null,
    ];
    return inputShapes.length < 3
      ? gradients
      : [...gradients, wants[2] ? sumTo(grad, inputShapes[2]!) : null];
  },
  samples: () => [
    { inputs: [uniform([3, 4], 1), uniform([5, 4], 2)], attributes: {}, rows: [0] },
    { inputs: [uniform([9, 6], 1), uniform([11, 6], 2), uniform([11], 3)], attributes: {}, rows: [0] },
    { inputs: [uniform([2, 3, 4], 1), uniform([2, 4], 2), uniform([2], 3)], attributes: {}, rows: [0] },
    { inputs: [uniform([2, 0], 1), uniform([3, 0], 2), uniform([3], 3)], attributes: {}, rows: [0] },
  ],
};
