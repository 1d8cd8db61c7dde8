import { callback, checkArgument, checkOptions, describe, flag } from "../arguments.ts";
import type { DType } from "../dtype.ts";
import { kernels } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import { toNested, type NestedNumbers } from "../nested.ts";
import { formatTensor } from "../printing/formatTensor.ts";
import { formatShape, sameShape, ShapeError, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { backpropagate } from "./backpropagate.ts";
import { Node } from "./node.ts";

export interface TensorOptions {
  readonly requiresGrad?: boolean;
  readonly dtype?: DType;
}

/** Numbers with a place in the recorded graph: what Tensor is before it gets its operations. */
export abstract class Variable {
  /** The numbers without gradients: for ops and for code that computes outside of the graph. */
  readonly array: NDArray;
  /** "bool" for the results of comparisons and what is cut or joined from them, else "float32". */
  readonly dtype: DType;
  /** The gradient that `backward` has left here, added up over calls; null before the first. */
  grad: Tensor | null = null;
  protected node: Node | null = null;

  constructor(array: NDArray, { requiresGrad = false, dtype = "float32" }: TensorOptions = {}) {
    if (!(array instanceof NDArray))
      throw new TypeError(
        `Tensor: make tensors with tensor(...), zeros(...) and so on, not from ${describe(array)}`,
      );
    this.array = array;
    this.dtype = dtype;
    if (requiresGrad) this.requiresGrad = true;
  }

  /** Lengths of the axes; `[]` for a scalar. */
  get shape(): Shape {
    return this.array.shape;
  }

  /** Number of axes. */
  get rank(): number {
    return this.array.rank;
  }

  /** Number of elements. */
  get size(): number {
    return this.array.size;
  }

  /**
   * Exactly this tensor's elements in row-major order: the memory itself where contiguous (writing to it changes the
   * tensor), else a copy. Writing to data that a recorded graph still needs makes `backward` throw.
   */
  get data(): Float32Array {
    if (!this.array.isContiguous) return this.array.values();
    this.array.storage.handOut();
    return this.array.values();
  }

  /** Whether `backward` computes a gradient for this tensor. Can be set on leaves only. */
  get requiresGrad(): boolean {
    return this.node !== null;
  }

  set requiresGrad(wanted: boolean) {
    if (!this.isLeaf)
      throw new Error("requiresGrad: can be changed on leaves only; use detach() to leave the graph");
    if (wanted === this.requiresGrad) return;
    this.node = wanted ? new Node("leaf") : null;
    if (this.node) this.node.receive = (grad) => this.accumulate(grad);
  }

  /** Whether no op has computed this tensor as part of a recorded graph. */
  get isLeaf(): boolean {
    return this.node === null || this.node.parents.length === 0;
  }

  /**
   * Computes the gradient of this tensor for every leaf that wants one and adds it to the leaf's `grad`.
   * `gradient` is the upstream gradient in this tensor's shape; it may be left out for one element. The graph is used up
   * unless `retainGraph` is set.
   */
  backward(gradient?: Tensor, options: { readonly retainGraph?: boolean } = {}): void {
    const { retainGraph = false } = checkOptions("backward", options, { retainGraph: flag });
    if (gradient !== undefined && !(gradient instanceof Variable))
      throw new TypeError(`backward: gradient must be a tensor, not ${describe(gradient)}`);
    if (this.node === null)
      throw new Error(
        "backward: this tensor was computed from none that requires a gradient, or under noGrad",
      );
    if (gradient === undefined && this.size !== 1)
      throw new ShapeError(
        "backward",
        `shape ${formatShape(this.shape)} is not a single number; pass a gradient`,
      );
    if (gradient !== undefined && !sameShape(gradient.shape, this.shape))
      throw new ShapeError(
        "backward",
        `gradient of shape ${formatShape(gradient.shape)} for a tensor of shape ${formatShape(this.shape)}`,
      );
    backpropagate(this.node, gradient ? gradient.array.copy() : NDArray.full(this.shape, 1), retainGraph);
  }

  /** Keeps the gradient of a tensor that is not a leaf in its `grad` too. */
  retainGrad(): this {
    if (this.node === null) throw new Error("retainGrad: this tensor requires no gradient");
    this.node.receive ??= (grad) => this.accumulate(grad);
    return this;
  }

  /** Calls `hook` with the gradient for this tensor during backward; a tensor that it returns goes on in its place. */
  registerHook(hook: (grad: Tensor) => Tensor | undefined): () => void {
    const { node } = this;
    if (node === null) throw new Error("registerHook: this tensor requires no gradient");
    checkArgument("registerHook", "hook", hook, callback);
    const inner = (grad: NDArray) => {
      const replacement = hook(this.wrap(grad));
      if (replacement === undefined) return undefined;
      checkReplacement(replacement, grad.shape);
      return replacement.array;
    };
    node.hooks.add(inner);
    return () => void node.hooks.delete(inner);
  }

  /** Overwrites the numbers with those of a tensor of the same shape. */
  copyFrom(source: Tensor): this {
    if (!(source instanceof Variable))
      throw new TypeError(`copyFrom: source must be a tensor, not ${describe(source)}`);
    if (!sameShape(source.shape, this.shape))
      throw new ShapeError(
        "copyFrom",
        `shapes ${formatShape(this.shape)} and ${formatShape(source.shape)} differ`,
      );
    const values = source.array.values();
    return this.writeData((data) => data.set(values));
  }

  /** Lets `write` change the numbers in place (an optimizer's step, a running mean). A graph that needs them notices. */
  writeData(write: (data: Float32Array) => void): this {
    checkArgument("writeData", "write", write, callback);
    if (!this.array.isContiguous) throw new Error("writeData: this tensor is a view that is not contiguous");
    try {
      write(this.array.values());
    } finally {
      this.array.storage.touch();
    }
    return this;
  }

  /** The number in a tensor of one element. */
  item(): number {
    if (this.size !== 1)
      throw new ShapeError("item", `shape ${formatShape(this.shape)} is not a single number`);
    return this.array.values()[0]!;
  }

  /** The numbers in nested arrays. */
  toArray(): NestedNumbers {
    return toNested(this.array);
  }

  toString(): string {
    return formatTensor(this.array, this.dtype);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  protected abstract wrap(array: NDArray): Tensor;

  private accumulate(grad: NDArray): void {
    // Always memory of its own: one gradient may arrive at several leaves, and clipping scales each in place.
    const total = NDArray.empty(this.shape);
    const known = this.grad?.array;
    if (known) kernels().zip({ name: "add", f: (a, b) => a + b }, known, grad, this.shape, total.data);
    else kernels().copy(grad, this.shape, total.data);
    this.grad = this.wrap(total);
  }
}

function checkReplacement(replacement: unknown, shape: Shape): void {
  if (!(replacement instanceof Variable))
    throw new TypeError(
      `registerHook: the hook must return a tensor or nothing, not ${describe(replacement)}`,
    );
  if (!sameShape(replacement.shape, shape))
    throw new ShapeError(
      "registerHook",
      `the hook returned shape ${formatShape(replacement.shape)} for a gradient of shape ${formatShape(shape)}`,
    );
}
