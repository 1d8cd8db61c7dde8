import { kernels } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import { sizeOf, type Shape } from "../shape.ts";
import { inverse } from "./axisLast.ts";
import type { Op, Sample } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

export interface StandardizationAttributes {
  /** Axes over which the statistics run, counted from the front. */
  readonly axes: readonly number[];
  readonly eps: number;
  readonly centered: boolean;
  readonly statistics: "input";
  /** GroupNorm only: axis 1 falls into this many groups, each with its own statistics. */
  readonly groups?: number;
}

/** x with its statistics axes at the back, and the way back. */
function rowsOf(x: NDArray, { axes, groups }: StandardizationAttributes) {
  const grouped = groups === undefined ? x : x.reshape(splitGroups(x.shape, groups));
  const statistics = groups === undefined ? axes : axes.map((axis) => axis + 1);
  const kept = grouped.shape.flatMap((_, axis) => (statistics.includes(axis) ? [] : [axis]));
  const order = [...kept, ...statistics];
  const moved = grouped.permute(order);
  const back = (rows: NDArray) => rows.permute(inverse(order)).reshape(x.shape);
  return { moved, back, columns: sizeOf(statistics.map((axis) => grouped.shape[axis]!)) };
}

/** [B, C, ...] as [B, groups, C / groups, ...]. */
function splitGroups(shape: Shape, groups: number): Shape {
  const [batch, channels, ...rest] = shape as [number, number, ...number[]];
  return [batch, groups, channels / groups, ...rest];
}

/** BatchNorm, InstanceNorm and GroupNorm without scale and shift: (x - mean) / sqrt(var + eps) over any axes. */
export function standardizationOp(
  name: string,
  samples: readonly [Shape, readonly number[], number?][],
): Op<StandardizationAttributes> {
  return {
    name,
    shape: ([x]) => x!,
    forward([x], attributes) {
      const { moved, back, columns } = rowsOf(x!, attributes);
      const out = NDArray.empty(moved.shape);
      if (out.size > 0) kernels().normalize(moved.values(), columns, attributes, null, null, out.data);
      return back(out);
    },
    saves: [0],
    backward({ grad, input, attributes }) {
      const { moved, back, columns } = rowsOf(input(0), attributes);
      const out = NDArray.empty(moved.shape);
      const upstream = rowsOf(grad, attributes).moved.values();
      const gradients = { x: out.data, weight: null, bias: null };
      if (out.size > 0)
        kernels().normalizeGradient(moved.values(), upstream, columns, attributes, null, gradients);
      return [back(out)];
    },
    samples: () =>
      samples.map(([shape, axes, groups]): Sample<StandardizationAttributes> => ({
        inputs: [uniform(shape, 1)],
        attributes: {
          axes,
          eps: 1e-5,
          centered: true,
          statistics: "input",
          ...(groups !== undefined && { groups }),
        },
        ...(axes.includes(0) ? {} : { rows: [0] }),
      })),
  };
}
