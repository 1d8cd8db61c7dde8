import { broadcastShapes } from "../broadcasting.ts";
import { kernels, type Matrix } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import { ShapeError, formatShape, sizeOf, type Shape } from "../shape.ts";
import { sumTo } from "./broadcastGradient.ts";
import { savesFactors, type Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

function matmulShape(a: Shape, b: Shape): Shape {
  const both = `shapes ${formatShape(a)} and ${formatShape(b)}`;
  if (a.length < 2 || b.length < 2) throw new ShapeError("matmul", `${both} need at least one axis each`);
  if (a.at(-1) !== b.at(-2))
    throw new ShapeError("matmul", `${both} do not fit: ${a.at(-1)} columns meet ${b.at(-2)} rows`);
  try {
    return [...broadcastShapes("matmul", a.slice(0, -2), b.slice(0, -2)), a.at(-2)!, b.at(-1)!];
  } catch {
    throw new ShapeError("matmul", `the batch axes of ${both} do not broadcast`);
  }
}

/** The last two axes exchanged; a view. */
export function transposed(x: NDArray): NDArray {
  const axes = x.shape.map((_, axis) => axis);
  return x.permute([...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}

export function matrixAt(x: NDArray, offset: number): Matrix {
  return { data: x.data, offset, rowStride: x.strides.at(-2)!, columnStride: x.strides.at(-1)! };
}

/** a [..., m, k] times b [..., k, n], batch axes broadcast. */
export function multiply(a: NDArray, b: NDArray): NDArray {
  // One matrix b for all batches: the batches of a are just more rows of it, and b is read once.
  if (b.rank === 2 && a.rank > 2) {
    const rows = a.reshape([sizeOf(a.shape.slice(0, -1)), a.shape.at(-1)!]);
    return multiply(rows, b).reshape([...a.shape.slice(0, -1), b.shape[1]!]);
  }
  const shape = matmulShape(a.shape, b.shape);
  const [m, n] = shape.slice(-2) as [number, number];
  const k = a.shape.at(-1)!;
  const out = NDArray.empty(shape);
  const batch = shape.slice(0, -2);
  const aOffsets = offsets(a.expand([...batch, m, k]), batch);
  const bOffsets = offsets(b.expand([...batch, k, n]), batch);
  aOffsets.forEach((aOffset, i) => {
    const target = out.data.subarray(i * m * n, (i + 1) * m * n);
    kernels().matmul(matrixAt(a, aOffset), matrixAt(b, bOffsets[i]!), m, k, n, target);
  });
  return out;
}

/** Where each batch's matrix starts. */
export function offsets(x: NDArray, batch: Shape): number[] {
  let starts = [x.offset];
  batch.forEach((length, axis) => {
    starts = starts.flatMap((start) => Array.from({ length }, (_, i) => start + i * x.strides[axis]!));
  });
  return starts;
}

/** The gradient of b in a b = y, summed over the batches that share b: rows of all batches are one long product. */
function gradientOfRight(a: NDArray, grad: NDArray, shape: Shape): NDArray {
  if (shape.length > 2) return sumTo(multiply(transposed(a), grad), shape);
  const rows = sizeOf(grad.shape.slice(0, -1));
  const flatGrad = grad.reshape([rows, shape[1]!]);
  return multiply(
    transposed(a.expand([...grad.shape.slice(0, -1), shape[0]!]).reshape([rows, shape[0]!])),
    flatGrad,
  );
}

export const matmul: Op = {
  name: "matmul",
  shape: ([a, b]) => matmulShape(a!, b!),
  forward: ([a, b]) => multiply(a!, b!),
  saves: savesFactors,
  backward({ grad, wants, inputShapes, input }) {
    return [
      wants[0] ? sumTo(multiply(grad, transposed(input(1))), inputShapes[0]!) : null,
      wants[1] ? gradientOfRight(input(0), grad, inputShapes[1]!) : null,
    ];
  },
  samples: () => [
    { inputs: [uniform([3, 4], 1), uniform([4, 5], 2)], attributes: {}, rows: [0] },
    { inputs: [uniform([9, 6], 1), uniform([6, 11], 2)], attributes: {}, rows: [0] },
    { inputs: [uniform([2, 3, 4], 1), uniform([4, 2], 2)], attributes: {}, rows: [0] },
    { inputs: [uniform([2, 3, 4], 1), uniform([2, 4, 5], 2)], attributes: {}, rows: [0, 1] },
    { inputs: [uniform([2, 1, 3, 2], 1), uniform([3, 2, 2], 2)], attributes: {}, rows: [0] },
    { inputs: [uniform([3, 2], 1), uniform([2, 2, 4], 2)], attributes: {} },
    { inputs: [uniform([2, 0], 1), uniform([0, 3], 2)], attributes: {} },
  ],
};
