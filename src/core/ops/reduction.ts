import { reducedShape } from "../axes.ts";
import { kernels, type Reduction } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import { ShapeError, formatShape, sizeOf, type Shape } from "../shape.ts";
import type { Op, Sample } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

export interface ReductionAttributes {
  /** Reduced axes, counted from the front, ascending. */
  readonly axis: readonly number[];
  readonly keepdims: boolean;
}

/** Brings the reduced axes to the back and gives the rows to reduce: x as [rows, length]. */
export function reduceAxes(
  fn: Reduction,
  x: NDArray,
  axes: readonly number[],
  shape: Shape,
  correction = 0,
): NDArray {
  const first = axes[0] ?? x.rank;
  const together = axes.every((axis, index) => axis === first + index);
  if (!together) {
    const kept = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
    const moved = x.permute([...kept, ...axes]);
    const last = axes.map((_, index) => kept.length + index);
    return reduceAxes(fn, moved, last, shape, correction);
  }
  const end = first + axes.length;
  const out = NDArray.empty(shape);
  const size = {
    outer: sizeOf(x.shape.slice(0, first)),
    length: sizeOf(x.shape.slice(first, end)),
    inner: sizeOf(x.shape.slice(end)),
  };
  kernels().reduce(fn, x.values(), size, out.data, correction);
  return out;
}

/** The shape rule of all reductions. */
export function reductionShape(shape: Shape, { axis, keepdims }: ReductionAttributes): Shape {
  return reducedShape(shape, axis, keepdims);
}

/** Reductions without a neutral element need at least one element. */
export function checkNotEmpty(op: string, shape: Shape, axes: readonly number[]): void {
  if (axes.some((axis) => shape[axis] === 0))
    throw new ShapeError(
      op,
      `nothing to reduce along axis ${axes.join(", ")} of shape ${formatShape(shape)}`,
    );
}

/** A reduced gradient (or result) stretched back over the axes that were reduced. */
export function stretch(reduced: NDArray, shape: Shape, axes: readonly number[]): NDArray {
  return reduced.reshape(reducedShape(shape, axes, true)).expand(shape);
}

/** How many elements each result stands for. */
export function countOf(shape: Shape, axes: readonly number[]): number {
  return sizeOf(axes.map((axis) => shape[axis]!));
}

/** A reduction whose forward pass is a kernel of the same name. */
export function reductionOp(
  name: Reduction,
  gradient: Pick<Op<ReductionAttributes>, "backward" | "saves" | "savesOutput">,
): Op<ReductionAttributes> {
  return {
    name,
    shape: ([x], attributes) => reductionShape(x!, attributes),
    forward: ([x], { axis }, shape) => reduceAxes(name, x!, axis, shape),
    samples: () => reductionSamples<ReductionAttributes>({}),
    ...gradient,
  };
}

export function reductionSamples<A extends ReductionAttributes>(
  attributes: Omit<A, keyof ReductionAttributes>,
  options: { readonly low?: number; readonly high?: number } = {},
): Sample<A>[] {
  const sample = (shape: Shape, axis: readonly number[], keepdims: boolean, rows?: readonly number[]) => ({
    inputs: [uniform(shape, axis.length, options.low ?? -1.5, options.high ?? 1.5)],
    attributes: { ...attributes, axis, keepdims } as A,
    ...(rows && { rows }),
  });
  return [
    sample([3, 4], [1], false, [0]),
    sample([3, 4], [0], true),
    sample([2, 3, 4], [0, 2], false),
    sample([2, 3, 4], [1, 2], true, [0]),
    sample([2, 3], [0, 1], false),
  ];
}
