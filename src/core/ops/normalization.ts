import { kernels, type RowNormalization } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import { formatShape, sameShape, ShapeError, sizeOf, type Shape } from "../shape.ts";
import type { Op, Sample } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

export interface NormalizationAttributes {
  /** Axes over which the statistics run, counted from the front: the last ones. */
  readonly axes: readonly number[];
  readonly eps: number;
  readonly centered: boolean;
  /** The statistics are the input's own. */
  readonly statistics: "input";
}

function checkParameters(name: string, [x, ...parameters]: readonly Shape[], axes: readonly number[]): Shape {
  const first = x!.length - axes.length;
  if (axes.length === 0 || axes.some((axis, i) => axis !== first + i))
    throw new ShapeError(name, `axes ${formatShape(axes)} are not the last ones of shape ${formatShape(x!)}`);
  const normalized = x!.slice(first);
  for (const shape of parameters)
    if (!sameShape(shape, normalized))
      throw new ShapeError(
        name,
        `weight and bias must have the normalised shape ${formatShape(normalized)}, got ${formatShape(shape)}`,
      );
  return x!;
}

/**
 * LayerNorm and RMSNorm: each row (all elements along `axes`) is normalised by its own statistics, then scaled and
 * shifted. Inputs: x, then optionally weight, then optionally bias, both in the shape of the normalised axes.
 */
export function normalizationOp(name: string, centered: boolean): Op<NormalizationAttributes> {
  const columnsOf = (shape: Shape, axes: readonly number[]) => sizeOf(shape.slice(axes[0]));
  return {
    name,
    shape: (shapes, { axes }) => checkParameters(name, shapes, axes),
    forward([x, weight, bias], { axes, ...how }, shape) {
      const out = NDArray.empty(shape);
      if (out.size === 0) return out;
      kernels().normalize(
        x!.values(),
        columnsOf(shape, axes),
        how,
        weight?.values() ?? null,
        bias?.values() ?? null,
        out.data,
      );
      return out;
    },
    saves: (wants) => (wants.length > 1 ? [0, 1] : [0]),
    backward({ grad, wants, inputShapes, input, attributes: { axes, ...how } }) {
      if (grad.size === 0) return inputShapes.map((shape) => NDArray.zeros(shape));
      const out = inputShapes.map((shape) => NDArray.empty(shape));
      const weight = inputShapes.length > 1 ? input(1).values() : null;
      kernels().normalizeGradient(
        input(0).values(),
        grad.values(),
        columnsOf(grad.shape, axes),
        how,
        weight,
        {
          x: out[0]!.data,
          weight: wants[1] ? out[1]!.data : null,
          bias: wants[2] ? out[2]!.data : null,
        },
      );
      return out.map((one, i) => (wants[i] ? one : null));
    },
    samples: () => normalizationSamples({ eps: 1e-5, centered }),
  };
}

function normalizationSamples(how: RowNormalization): Sample<NormalizationAttributes>[] {
  const sample = (shape: Shape, axes: readonly number[], parameters: number) => ({
    inputs: [
      uniform(shape, 1),
      ...[2, 3].slice(0, parameters).map((seed) => uniform(shape.slice(axes[0]), seed, 0.5, 1.5)),
    ],
    attributes: { ...how, axes, statistics: "input" as const },
    rows: [0],
  });
  const all = how.centered ? 2 : 1;
  return [
    sample([3, 8], [1], 0),
    sample([3, 8], [1], 1),
    sample([2, 3, 5], [2], all),
    sample([2, 3, 4], [1, 2], all),
  ];
}
