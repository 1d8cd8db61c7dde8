import { fastest, type WideVectors } from "./tile.ts";
import { layOut, type Workspace } from "./workspace.ts";

/** Elements that are worth the milliseconds which it takes; too few for the engine to have optimized the kernels of its own accord. */
const worthwhile = 2 ** 15;
/** Milliseconds without rows, after which a look is taken whether the kernels are still fast: soon, for once they are optimized for 128 bits they stay so. */
const pause = 5;
/** Milliseconds until they may be optimized again; twice as long after each attempt that did not help. */
const patience = { least: 200, most: 5000 };
/** So many times what they took they are no longer: registers of 128 bits take half as long again. */
const slow = 1.3;
/** Runs of some microseconds, of which the fastest counts. */
const tries = 5;

/** Rows of both lengths that the norms tell apart, with elements left over behind whole vectors. */
const shapes = [
  { rows: 12, columns: 649 },
  { rows: 45, columns: 169 },
] as const;
const most = 12 * 649;

/**
 * Has the engine optimize softmax and the norms for registers of 256 bits, where it has them, once they have work enough: they then take half to
 * two thirds of the time. V8 throws optimized functions away when a debugger comes, as one does at every Stop, and would make them anew
 * for 128 bits: so a look is taken after every pause. Overwrites the workspace.
 */
export class WideRows {
  private readonly workspace: Workspace;
  private readonly vectors: WideVectors | undefined;
  private elements = 0;
  private areSame = true;
  /** What a sample takes at its best; undefined before the first time. */
  private took: number | undefined;
  private usedAt = 0;
  private optimizedAt = 0;
  private patience = patience.least;

  constructor(workspace: Workspace, vectors: WideVectors | undefined) {
    this.workspace = workspace;
    this.vectors = vectors;
  }

  /** Whether the module's row kernels are to be used on so many elements: not if optimizing them has changed a bit of what they give. */
  areReady(elements: number): boolean {
    const { vectors } = this;
    if (!vectors?.isAllowed || !this.areSame || (this.elements += elements) < worthwhile) return this.areSame;
    this.elements = 0;
    const now = vectors.now();
    if (this.took === undefined) this.optimize(vectors);
    else if (now - this.usedAt > pause && now - this.optimizedAt > this.patience)
      this.look(vectors, this.took);
    this.usedAt = vectors.now();
    return this.areSame;
  }

  /** Whether they have been optimized for registers of 256 bits. */
  get areWide(): boolean {
    return this.took !== undefined && this.areSame;
  }

  private look(vectors: WideVectors, took: number): void {
    if (timeOf(this.workspace, vectors) <= slow * took) return;
    const isFast = this.optimize(vectors) <= slow * took;
    this.patience = isFast ? patience.least : Math.min(2 * this.patience, patience.most);
  }

  /** Gives what a sample takes now. */
  private optimize(vectors: WideVectors): number {
    this.areSame = optimize(this.workspace, vectors);
    const took = timeOf(this.workspace, vectors);
    this.took = Math.min(took, this.took ?? Infinity);
    this.optimizedAt = vectors.now();
    return took;
  }
}

/** Places of a sample, filled. */
function sample({ floats }: Workspace) {
  const [x, off, grad, weight, bias, sums, room, ...results] = layOut(
    ...new Array<number>(3).fill(4 * most),
    ...new Array<number>(4).fill(8 * most),
    ...new Array<number>(5).fill(4 * most),
  ) as [number, number, number, number, number, number, number, ...number[]];
  [x, off, grad, weight, bias].forEach((at, which) => {
    for (let i = 0; i < most; i++)
      floats[(at >> 2) + i] = ((i * 7919) % 1013) / 1013 - 0.5 + (which === 1 ? 3 : 0);
  });
  return { x, off, grad, weight, bias, sums, room, results };
}

/** Milliseconds of softmax, at its best. */
function timeOf(workspace: Workspace, vectors: WideVectors): number {
  const { x, results } = sample(workspace);
  const [{ rows, columns }] = shapes;
  return fastest(vectors, [() => workspace.run.softmax(x, rows, columns, results[0]!)], tries)[0]!;
}

/** Whether every bit stays what it was. */
function optimize(workspace: Workspace, vectors: WideVectors): boolean {
  const { run, floats } = workspace;
  const { x, off, grad, weight, bias, sums, room, results } = sample(workspace);
  const [softmax, norm, normOff, gradient, gradientOff] = results as [number, number, number, number, number];
  let wide = false;
  const gradientOf = (from: number, rows: number, columns: number, to: number) =>
    run.normalizeGradient(from, grad, rows, columns, 1e-5, true, weight, to, sums, sums, room, wide);
  const works = shapes.flatMap(({ rows, columns }) => [
    () => run.softmax(x, rows, columns, softmax),
    () => run.normalize(x, rows, columns, 1e-5, true, weight, bias, norm),
    () => run.normalize(off, rows, columns, 1e-5, true, weight, bias, normOff),
    () => gradientOf(x, rows, columns, gradient),
    () => gradientOf(off, rows, columns, gradientOff),
  ]);
  const all = () => {
    for (const work of works) work();
  };
  const bits = () => results.map((at) => new Int32Array(floats.buffer, at, most).slice());
  all();
  const expected = bits();
  wide = true;
  vectors.optimize(all);
  return bits().every((result, i) => result.every((value, j) => value === expected[i]![j]));
}
