import type { DType } from "../dtype.ts";
import type { NDArray } from "../ndarray.ts";
import type { Shape } from "../shape.ts";

/** What an op's backward pass may read. */
export interface BackwardContext<A> {
  /** Gradient of the loss with respect to the output, in the output's shape. */
  readonly grad: NDArray;
  readonly attributes: A;
  /** Which inputs want a gradient. */
  readonly wants: readonly boolean[];
  readonly inputShapes: readonly Shape[];
  /** An input named in `saves`. Throws where its data was written to since. */
  input(index: number): NDArray;
  /** The output, for ops with `savesOutput`. */
  output(): NDArray;
}

/** Inputs to try an op with. The registry-driven test runs every sample through every check. */
export interface Sample<A> {
  readonly inputs: readonly NDArray[];
  readonly attributes: A;
  /**
   * Inputs whose axis 0 is the output's axis 0, where a row of the output must depend on the same row of these only, in
   * every bit. Left out where the sample has no such rows.
   */
  readonly rows?: readonly number[];
  /** False where finite differences cannot follow (a jump nearby). */
  readonly smooth?: boolean;
}

/**
 * One operation: a shape rule, a forward pass and, where it is differentiable, a backward pass.
 *
 * `shape` checks everything about shapes and axes and throws a ShapeError; `forward` may rely on it. `backward` gives
 * for each input the gradient in that input's shape, or null where none is wanted.
 */
export interface Op<A extends object = object> {
  readonly name: string;
  shape(inputs: readonly Shape[], attributes: A): Shape;
  forward(inputs: readonly NDArray[], attributes: A, shape: Shape): NDArray;
  backward?(context: BackwardContext<A>): readonly (NDArray | null)[];
  /** Inputs that backward reads: only they are kept alive and guarded against being written to. */
  readonly saves?: readonly number[] | ((wants: readonly boolean[]) => readonly number[]);
  readonly savesOutput?: boolean;
  /** Type of the output: "float32" unless given; "same" is the inputs' common one. */
  readonly dtype?: DType | "same";
  samples(): readonly Sample<A>[];
}

/** For products: an input is read in backward only where another input wants a gradient. */
export function savesFactors(wants: readonly boolean[]): number[] {
  return wants.flatMap((_, index) =>
    wants.some((wanted, other) => wanted && other !== index) ? [index] : [],
  );
}
