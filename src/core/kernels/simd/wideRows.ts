import type { WideVectors } from "./tile.ts";
import { layOut, type Workspace } from "./workspace.ts";

/** Elements that are worth the milliseconds which it takes; too few for the engine to have optimized the kernels of its own accord. */
const worthwhile = 2 ** 15;

/** What a host has to do for it (see tile.ts). */
type Optimizer = Pick<WideVectors, "optimize">;

/** Rows of both lengths that the norms tell apart, with elements left over behind whole vectors. */
const shapes = [
  { rows: 12, columns: 649 },
  { rows: 45, columns: 169 },
] as const;
const most = 12 * 649;

/**
 * Has the engine optimize softmax and the norms for registers of 256 bits, where it has them, once they have work enough: they then take half to
 * two thirds of the time. Overwrites the workspace.
 */
export class WideRows {
  private readonly workspace: Workspace;
  private readonly vectors: Optimizer | undefined;
  private elements = 0;
  private isTried = false;
  private areSame = true;

  constructor(workspace: Workspace, vectors: Optimizer | undefined) {
    this.workspace = workspace;
    this.vectors = vectors;
  }

  /** Whether the module's row kernels are to be used on so many elements: not if optimizing them has changed a bit of what they give. */
  areReady(elements: number): boolean {
    if (!this.isTried && (this.elements += elements) >= worthwhile) {
      this.isTried = true;
      if (this.vectors) this.areSame = optimize(this.workspace, this.vectors);
    }
    return this.areSame;
  }
}

function optimize(workspace: Workspace, vectors: Optimizer): boolean {
  const { run, floats } = workspace;
  const [x, off, grad, weight, bias, sums, room, ...results] = layOut(
    ...new Array<number>(3).fill(4 * most),
    ...new Array<number>(4).fill(8 * most),
    ...new Array<number>(5).fill(4 * most),
  ) as [number, number, number, number, number, number, number, ...number[]];
  [x, off, grad, weight, bias].forEach((at, which) => {
    for (let i = 0; i < most; i++)
      floats[(at >> 2) + i] = ((i * 7919) % 1013) / 1013 - 0.5 + (which === 1 ? 3 : 0);
  });
  const [softmax, norm, normOff, gradient, gradientOff] = results as [number, number, number, number, number];
  const works = shapes.flatMap(({ rows, columns }) => [
    () => run.softmax(x, rows, columns, softmax),
    () => run.normalize(x, rows, columns, 1e-5, true, weight, bias, norm),
    () => run.normalize(off, rows, columns, 1e-5, true, weight, bias, normOff),
    () => run.normalizeGradient(x, grad, rows, columns, 1e-5, true, weight, gradient, sums, sums, room),
    () => run.normalizeGradient(off, grad, rows, columns, 1e-5, true, weight, gradientOff, sums, sums, room),
  ]);
  const all = () => {
    for (const work of works) work();
  };
  const bits = () => results.map((at) => new Int32Array(floats.buffer, at, most).slice());
  all();
  const expected = bits();
  vectors.optimize(all);
  return bits().every((result, i) => result.every((value, j) => value === expected[i]![j]));
}
