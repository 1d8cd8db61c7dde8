import { zip } from "./binary.ts";
import { formatShape, sameShape, ShapeError, type Shape } from "../shape.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

export interface StoredNormAttributes {
  /** Axes over which the stored statistics once ran. */
  readonly axes: readonly number[];
  readonly eps: number;
  readonly centered: true;
  readonly statistics: "stored";
}

/** A vector per channel as [1, C, 1, ...]. */
const perChannel = (channels: number, rank: number): Shape => [
  1,
  channels,
  ...new Array<number>(rank - 2).fill(1),
];

/** BatchNorm in evaluation: x [B, C, ...] with a stored mean [C] and variance [C], which are constants. */
export const storedNorm: Op<StoredNormAttributes> = {
  name: "batchNorm",
  shape([x, mean, variance]) {
    const wanted = x!.slice(1, 2);
    if (x!.length < 2 || !sameShape(mean!, wanted) || !sameShape(variance!, wanted))
      throw new ShapeError(
        "batchNorm",
        `x ${formatShape(x!)} needs stored statistics ${formatShape(wanted)}, got ${formatShape(mean!)} and ${formatShape(variance!)}`,
      );
    return x!;
  },
  forward([x, mean, variance], { eps }) {
    const shape = perChannel(mean!.size, x!.rank);
    const offset = zip({ name: "sub", f: (a, b) => a - b }, x!, mean!.reshape(shape));
    const standardize = { name: "standardize", f: (a: number, v: number) => a / Math.sqrt(v + eps) };
    return zip(standardize, offset, variance!.reshape(shape));
  },
  saves: [2],
  backward({ grad, input, attributes: { eps } }) {
    const variance = input(2);
    const shrink = { name: "standardize", f: (a: number, v: number) => a / Math.sqrt(v + eps) };
    return [zip(shrink, grad, variance.reshape(perChannel(variance.size, grad.rank))), null, null];
  },
  samples: () =>
    (
      [
        [3, 4],
        [2, 3, 4],
      ] as const
    ).map((shape) => ({
      inputs: [uniform(shape, 1), uniform([shape[1]], 2), uniform([shape[1]], 3, 0.5, 2)],
      attributes: {
        axes: [0, 2].slice(0, shape.length - 1),
        eps: 1e-5,
        centered: true,
        statistics: "stored",
      },
      rows: [0],
    })),
};
