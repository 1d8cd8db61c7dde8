import { kernels } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import { sameShape, sizeOf, type Shape } from "../shape.ts";

/** Sums a gradient over the axes along which its input had been stretched. */
export function sumTo(grad: NDArray, shape: Shape): NDArray {
  if (sameShape(grad.shape, shape)) return grad;
  const shift = grad.rank - shape.length;
  const summed = grad.shape.map(
    (length, axis) => axis < shift || (shape[axis - shift] === 1 && length !== 1),
  );
  return sumAxes(
    grad,
    summed.flatMap((is, axis) => (is ? [axis] : [])),
  ).reshape(shape);
}

function sumAxes(x: NDArray, axes: readonly number[]): NDArray {
  const first = axes[0] ?? 0;
  const together = axes.every((axis, index) => axis === first + index);
  if (!together) {
    const kept = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
    return sumAxes(
      x.permute([...axes, ...kept]),
      axes.map((_, index) => index),
    );
  }
  const outer = sizeOf(x.shape.slice(0, first));
  const length = sizeOf(x.shape.slice(first, first + axes.length));
  const innerShape = x.shape.slice(first + axes.length);
  const out = NDArray.empty([...x.shape.slice(0, first), ...innerShape]);
  kernels().reduce("sum", x.values(), { outer, length, inner: sizeOf(innerShape) }, out.data, 0);
  return out;
}
