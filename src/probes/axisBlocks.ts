/** How a row-major array falls into the indices of one axis: `outer` blocks, each of `size` runs of `inner` numbers. */
export interface AxisBlocks {
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
}

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

export function axisBlocks(shape: readonly number[], axis: number): AxisBlocks {
  return { outer: product(shape.slice(0, axis)), size: shape[axis]!, inner: product(shape.slice(axis + 1)) };
}

/** Copies the numbers at one index of an axis from one array to another of the same shape. */
export function copyIndex(from: Float32Array, to: Float32Array, blocks: AxisBlocks, index: number): void {
  for (let block = 0; block < blocks.outer; block++) {
    const start = (block * blocks.size + index) * blocks.inner;
    to.set(from.subarray(start, start + blocks.inner), start);
  }
}

/** Counts a negative axis from the end; throws for one that the shape does not have. */
export function resolveAxis(axis: number, shape: readonly number[], name: string): number {
  const resolved = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= shape.length)
    throw new RangeError(`${name} is ${axis}, but the shape [${shape.join(", ")}] has ${shape.length} axes.`);
  return resolved;
}
