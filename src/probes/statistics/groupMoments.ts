/** The mean, variance and mean square that each element of a tensor is normalised with, over some axes, in float64. */
export interface GroupMoments {
  /** For each element the number of the group that it belongs to. */
  readonly groups: Int32Array;
  /** How many elements share one statistic. */
  readonly size: number;
  readonly means: Float64Array;
  /** Population variance. */
  readonly variances: Float64Array;
  readonly meanSquares: Float64Array;
}

/** Two passes over the data: variances are taken around the means. */
export function groupMoments(
  data: Float32Array,
  shape: readonly number[],
  axes: readonly number[],
): GroupMoments {
  const groups = groupNumbers(shape, axes);
  const count = groups.reduce((most, group) => Math.max(most, group), -1) + 1;
  const size = data.length / Math.max(1, count);
  const means = new Float64Array(count);
  const variances = new Float64Array(count);
  const meanSquares = new Float64Array(count);
  data.forEach((value, i) => {
    means[groups[i]!]! += value / size;
    meanSquares[groups[i]!]! += (value * value) / size;
  });
  data.forEach((value, i) => (variances[groups[i]!]! += (value - means[groups[i]!]!) ** 2 / size));
  return { groups, size, means, variances, meanSquares };
}

/** For each element the number of the statistic that it belongs to. */
function groupNumbers(shape: readonly number[], axes: readonly number[]): Int32Array {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const strides = kept.map((size, axis) =>
    size === 1 ? 0 : kept.slice(axis + 1).reduce((product, after) => product * after, 1),
  );
  const groups = new Int32Array(shape.reduce((product, size) => product * size, 1));
  const index = shape.map(() => 0);
  let group = 0;
  for (let i = 0; i < groups.length; i++) {
    groups[i] = group;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      group += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      group -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return groups;
}
