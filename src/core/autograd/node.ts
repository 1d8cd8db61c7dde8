import type { NDArray } from "../ndarray.ts";

/** Sees the gradient that arrives at a node; what it returns, if anything, goes on in its place. */
export type GradientHook = (grad: NDArray) => NDArray | undefined;

/** Gradients for the inputs of an op, from the gradient of its output. */
export type Propagate = (grad: NDArray) => readonly (NDArray | null)[];

/** A place in a recorded graph: the output of an op, or a leaf (a tensor that was made with requiresGrad). */
export class Node {
  readonly name: string;
  /** Where each input's gradient goes; null where none is wanted. */
  readonly parents: readonly (Node | null)[];
  readonly hooks = new Set<GradientHook>();
  /** Takes the gradient in: for leaves, and for others whose gradient shall be kept. */
  receive: ((grad: NDArray) => void) | null = null;
  private propagate: Propagate | null;

  constructor(name: string, parents: readonly (Node | null)[] = [], propagate: Propagate | null = null) {
    this.name = name;
    this.parents = parents;
    this.propagate = propagate;
  }

  /** Passes a gradient on to the parents. */
  run(grad: NDArray): readonly (NDArray | null)[] {
    if (this.parents.length === 0) return [];
    if (this.propagate === null)
      throw new Error(
        `backward: the graph behind ${this.name} has been used up by an earlier backward; ` +
          "pass { retainGraph: true } to that one to go through it twice",
      );
    return this.propagate(grad);
  }

  /** Lets go of the tensors kept for backward. */
  release(): void {
    this.propagate = null;
  }
}
