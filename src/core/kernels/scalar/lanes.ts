/** The axes that a strided loop has to walk, with neighbouring axes fused where every operand allows it. */
export interface Lanes {
  readonly shape: number[];
  readonly strides: number[][];
}

/**
 * Fuses axis i into axis i + 1 where for each operand stepping once along i equals walking all of i + 1,
 * so that contiguous operands become one long lane. Axes of length 1 vanish.
 */
export function fuseAxes(shape: readonly number[], operands: readonly (readonly number[])[]): Lanes {
  const fused: number[] = [];
  const strides: number[][] = operands.map(() => []);
  for (let axis = 0; axis < shape.length; axis++) {
    const length = shape[axis]!;
    if (length === 1) continue;
    const last = fused.length - 1;
    const fits = last >= 0 && operands.every((own, o) => strides[o]![last] === own[axis]! * length);
    if (fits) fused[last]! *= length;
    else fused.push(length);
    operands.forEach((own, o) => (strides[o]![fits ? last : last + 1] = own[axis]!));
  }
  if (fused.length === 0) return { shape: [1], strides: operands.map(() => [0]) };
  return { shape: fused, strides };
}

/** Calls `visit(outOffset, aOffset, bOffset)` at the start of each lane (a run along the last axis). */
export function forEachLane(
  lanes: Lanes,
  aStart: number,
  bStart: number,
  visit: (out: number, a: number, b: number) => void,
): void {
  const outer = lanes.shape.length - 1;
  const length = lanes.shape[outer]!;
  const count = lanes.shape.slice(0, outer).reduce((product, one) => product * one, 1);
  const [aStrides, bStrides = aStrides!] = lanes.strides;
  const index = new Array<number>(outer).fill(0);
  let a = aStart;
  let b = bStart;
  for (let lane = 0; lane < count; lane++) {
    visit(lane * length, a, b);
    for (let axis = outer - 1; axis >= 0; axis--) {
      a += aStrides![axis]!;
      b += bStrides[axis]!;
      if (++index[axis]! < lanes.shape[axis]!) break;
      index[axis] = 0;
      a -= aStrides![axis]! * lanes.shape[axis]!;
      b -= bStrides[axis]! * lanes.shape[axis]!;
    }
  }
}
