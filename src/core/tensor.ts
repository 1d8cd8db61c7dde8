import {
  anyNumber,
  arrayOf,
  checkArgument,
  checkOptions,
  describe,
  finite,
  flag,
  oneOf,
  size,
  wholeNumber,
  type Kinds,
} from "./arguments.ts";
import { resolveAxes, resolveAxis, resolveNewAxis } from "./axes.ts";
import { isRecording } from "./autograd/gradMode.ts";
import { record } from "./autograd/record.ts";
import { Variable } from "./autograd/variable.ts";
import { broadcastShapes } from "./broadcasting.ts";
import type { DType } from "./dtype.ts";
import { matmulVector } from "./functions/matmulVector.ts";
import { select, type Index } from "./indexing.ts";
import { NDArray } from "./ndarray.ts";
import * as ops from "./ops/index.ts";
import type { Op } from "./ops/op.ts";
import { formatShape, sameShape, ShapeError, type Shape } from "./shape.ts";
import { emitOp } from "./trace.ts";

/** What arithmetic takes: another tensor, broadcast as in NumPy, or a number. */
export type Operand = Tensor | number;
/** One axis, several, or (left out) all; negative axes count from the back. */
export type Axis = number | readonly number[];

export interface ReductionOptions {
  /** Keep the reduced axes with length 1, so that the result broadcasts against the input. */
  readonly keepdims?: boolean;
}

export interface VarianceOptions extends ReductionOptions {
  /** Divide by n - correction: 0, the default, is the population variance that LayerNorm uses; 1 is unbiased. */
  readonly correction?: number;
}

const reductionKinds: Kinds<ReductionOptions> = { keepdims: flag };
const varianceKinds: Kinds<VarianceOptions> = { keepdims: flag, correction: finite };

/**
 * An array of float32 numbers, row-major, with reverse-mode gradients. Made by `tensor`, `zeros`, `randn` and so on.
 * Methods give new tensors; reshape, permute, transpose, expand and slice give views of the same memory.
 */
export class Tensor extends Variable {
  /** Runs an op: shape rule, forward pass, recording for backward, trace event. Throws a ShapeError for wrong shapes. */
  static run<A extends object>(op: Op<A>, inputs: readonly Tensor[], attributes: A): Tensor {
    const wrong = inputs.findIndex((input) => !(input instanceof Tensor));
    if (wrong >= 0)
      throw new TypeError(`${op.name}: input ${wrong + 1} must be a tensor, not ${describe(inputs[wrong])}`);
    const arrays = inputs.map((input) => input.array);
    const shape = op.shape(
      arrays.map((array) => array.shape),
      attributes,
    );
    const output = new Tensor(op.forward(arrays, attributes, shape), { dtype: dtypeOf(op, inputs) });
    if (isRecording()) {
      const parents = inputs.map((input) => input.node);
      output.node = record(op, arrays, parents, attributes, output.array);
    }
    emitOp({ op: op.name, inputs, output, attributes: attributes as Readonly<Record<string, unknown>> });
    return output;
  }

  /** The same memory outside of the graph. */
  detach(): Tensor {
    return new Tensor(this.array, { dtype: this.dtype });
  }

  /** The same numbers in memory of their own; gradients flow through. */
  clone(): Tensor {
    return Tensor.run(ops.clone, [this], {});
  }

  /** The parts along the first axis. */
  *[Symbol.iterator](): Generator<Tensor> {
    if (this.rank === 0) throw new ShapeError("iterate", "a scalar has no axis to iterate over");
    for (let i = 0; i < this.shape[0]!; i++) yield this.slice(i);
  }

  add(other: Operand): Tensor {
    return this.with(ops.add, other);
  }
  sub(other: Operand): Tensor {
    return this.with(ops.subtract, other);
  }
  mul(other: Operand): Tensor {
    return this.with(ops.multiply, other);
  }
  div(other: Operand): Tensor {
    return this.with(ops.divide, other);
  }
  pow(exponent: Operand): Tensor {
    return this.with(ops.power, exponent);
  }
  /** Elementwise the larger one. */
  maximum(other: Operand): Tensor {
    return this.with(ops.maximum, other);
  }
  /** Elementwise the smaller one. */
  minimum(other: Operand): Tensor {
    return this.with(ops.minimum, other);
  }

  /** 1 where equal, else 0; so do the other comparisons. */
  eq(other: Operand): Tensor {
    return this.with(ops.equal, other);
  }
  ne(other: Operand): Tensor {
    return this.with(ops.notEqual, other);
  }
  lt(other: Operand): Tensor {
    return this.with(ops.less, other);
  }
  le(other: Operand): Tensor {
    return this.with(ops.lessEqual, other);
  }
  gt(other: Operand): Tensor {
    return this.with(ops.greater, other);
  }
  ge(other: Operand): Tensor {
    return this.with(ops.greaterEqual, other);
  }

  /** 1 where both are not 0, else 0. */
  logicalAnd(other: Operand): Tensor {
    return this.with(ops.logicalAnd, other);
  }
  logicalOr(other: Operand): Tensor {
    return this.with(ops.logicalOr, other);
  }
  /** 1 where 0, else 0. */
  logicalNot(): Tensor {
    return this.eq(0);
  }

  neg(): Tensor {
    return this.apply(ops.negate);
  }
  abs(): Tensor {
    return this.apply(ops.absolute);
  }
  exp(): Tensor {
    return this.apply(ops.exp);
  }
  /** Natural logarithm. */
  log(): Tensor {
    return this.apply(ops.log);
  }
  sqrt(): Tensor {
    return this.apply(ops.sqrt);
  }
  /** 1 / sqrt(x). */
  rsqrt(): Tensor {
    return this.apply(ops.rsqrt);
  }
  square(): Tensor {
    return this.apply(ops.square);
  }
  sin(): Tensor {
    return this.apply(ops.sine);
  }
  cos(): Tensor {
    return this.apply(ops.cosine);
  }
  tanh(): Tensor {
    return this.apply(ops.tanh);
  }
  /** The error function. */
  erf(): Tensor {
    return this.apply(ops.erf);
  }
  sigmoid(): Tensor {
    return this.apply(ops.sigmoid);
  }
  relu(): Tensor {
    return this.apply(ops.relu);
  }
  /** x * sigmoid(x). */
  silu(): Tensor {
    return this.apply(ops.silu);
  }
  /** x * Phi(x), exact; `approximate: "tanh"` is the form that GPT-2 uses. */
  gelu(options: { readonly approximate?: "none" | "tanh" } = {}): Tensor {
    const { approximate = "none" } = checkOptions("gelu", options, { approximate: oneOf("none", "tanh") });
    return Tensor.run(ops.gelu, [this], { approximate });
  }

  sum(axis?: Axis, options?: ReductionOptions): Tensor {
    return this.reduce(ops.sum, axis, options);
  }
  mean(axis?: Axis, options?: ReductionOptions): Tensor {
    return this.reduce(ops.mean, axis, options);
  }
  /** Population variance unless `correction` says otherwise. */
  var(axis?: Axis, options: VarianceOptions = {}): Tensor {
    const { correction = 0, keepdims = false } = checkOptions("var", options, varianceKinds);
    const attributes = { axis: this.axes("var", axis), keepdims, correction };
    return Tensor.run(ops.variance, [this], attributes);
  }
  /** Population standard deviation unless `correction` says otherwise. */
  std(axis?: Axis, options: VarianceOptions = {}): Tensor {
    const { correction = 0, keepdims = false } = checkOptions("std", options, varianceKinds);
    const attributes = { axis: this.axes("std", axis), keepdims, correction };
    return Tensor.run(ops.std, [this], attributes);
  }
  max(axis?: Axis, options?: ReductionOptions): Tensor {
    return this.reduce(ops.max, axis, options);
  }
  min(axis?: Axis, options?: ReductionOptions): Tensor {
    return this.reduce(ops.min, axis, options);
  }
  /** Where the largest element is; the first of equals. Without an axis: its place in the flattened tensor. */
  argmax(axis?: number, options?: ReductionOptions): Tensor {
    return this.reduce(ops.argmax, axis, options);
  }
  argmin(axis?: number, options?: ReductionOptions): Tensor {
    return this.reduce(ops.argmin, axis, options);
  }
  /** Euclidean norm. */
  norm(axis?: Axis, options?: ReductionOptions): Tensor {
    return this.reduce(ops.norm, axis, options);
  }

  /** exp(x) scaled so that it sums to 1 along `axis`. */
  softmax(axis = -1): Tensor {
    return Tensor.run(ops.softmax, [this], { axis: resolveAxis("softmax", axis, this.shape) });
  }
  logSoftmax(axis = -1): Tensor {
    return Tensor.run(ops.logSoftmax, [this], { axis: resolveAxis("logSoftmax", axis, this.shape) });
  }

  /** [..., m, k] times [..., k, n]; batch axes broadcast. A vector is a row on the left and a column on the right, as in NumPy. */
  matmul(other: Tensor): Tensor {
    if (other instanceof Tensor && (this.rank === 1 || other.rank === 1)) return matmulVector(this, other);
    return Tensor.run(ops.matmul, [this, other], {});
  }

  /** The same elements in order under another shape; one length may be -1. */
  reshape(shape: Shape): Tensor {
    return Tensor.run(ops.reshape, [this], { shape });
  }
  /** Axis i of the result is axis axes[i] of this tensor. */
  permute(axes: readonly number[]): Tensor {
    checkArgument("permute", "axes", axes, arrayOf(wholeNumber, "an array of axes such as [0, 2, 1]"));
    return Tensor.run(ops.permute, [this], {
      axes: axes.map((axis) => resolveAxis("permute", axis, this.shape)),
    });
  }
  /** Exchanges two axes, by default the last two. */
  transpose(first = -2, second = -1): Tensor {
    const axes = this.shape.map((_, axis) => axis);
    const a = resolveAxis("transpose", first, this.shape);
    const b = resolveAxis("transpose", second, this.shape);
    [axes[a], axes[b]] = [b, a];
    return Tensor.run(ops.permute, [this], { axes });
  }
  /** Stretches axes of length 1 to `shape`, as broadcasting does. */
  expand(shape: Shape): Tensor {
    return Tensor.run(ops.expand, [this], { shape });
  }
  /** Adds an axis of length 1 before `axis`. */
  unsqueeze(axis: number): Tensor {
    const place = resolveNewAxis("unsqueeze", axis, this.shape);
    return this.reshape(this.shape.toSpliced(place, 0, 1));
  }
  /** Removes axes of length 1: one, several or all. */
  squeeze(axis?: Axis): Tensor {
    const axes =
      axis === undefined ? this.shape.flatMap((n, i) => (n === 1 ? [i] : [])) : this.axes("squeeze", axis);
    const long = axes.find((one) => this.shape[one] !== 1);
    if (long !== undefined)
      throw new ShapeError("squeeze", `axis ${long} of shape ${formatShape(this.shape)} is not of length 1`);
    return this.reshape(this.shape.filter((_, own) => !axes.includes(own)));
  }
  /** All axes from `start` to `end` as one. */
  flatten(start = 0, end = -1): Tensor {
    if (this.rank === 0) return this.reshape([1]);
    const first = resolveAxis("flatten", start, this.shape);
    const last = resolveAxis("flatten", end, this.shape);
    if (first > last)
      throw new ShapeError(
        "flatten",
        `axes ${start} to ${end} of shape ${formatShape(this.shape)} are in reverse`,
      );
    return this.reshape([...this.shape.slice(0, first), -1, ...this.shape.slice(last + 1)]);
  }
  /**
   * A part, one index per axis from the front: a number takes one element and drops the axis; [start, stop] or "1:3" takes
   * a range; null or ":" takes all; "..." skips axes. A view.
   */
  slice(...indices: readonly Index[]): Tensor {
    const { ranges, dropped } = select(this.shape, indices);
    const part = Tensor.run(ops.slice, [this], { ranges });
    if (dropped.length === 0) return part;
    return part.reshape(part.shape.filter((_, axis) => !dropped.includes(axis)));
  }

  /** The diagonal of the last two axes, moved up by `diagonal`, and what lies below; zeros above. */
  tril(diagonal = 0): Tensor {
    checkArgument("tril", "diagonal", diagonal, wholeNumber);
    return Tensor.run(ops.tril, [this], { diagonal });
  }
  /** The diagonal of the last two axes, moved up by `diagonal`, and what lies above; zeros below. */
  triu(diagonal = 0): Tensor {
    checkArgument("triu", "diagonal", diagonal, wholeNumber);
    return Tensor.run(ops.triu, [this], { diagonal });
  }
  /** Sums from the start up to each element along one axis. */
  cumsum(axis: number): Tensor {
    return Tensor.run(ops.cumsum, [this], { axis: resolveAxis("cumsum", axis, this.shape) });
  }
  /** Elements chosen along one axis: result[i, j] = this[i, index[i, j]] for axis 1. The index has as many axes as this. */
  gather(axis: number, index: Tensor): Tensor {
    return Tensor.run(ops.gather, [this, index], { axis: resolveAxis("gather", axis, this.shape) });
  }
  /** The k largest elements along one axis in descending order, and where they are; of equals, the first comes first. */
  topk(k: number, axis = -1): { readonly values: Tensor; readonly indices: Tensor } {
    checkArgument("topk", "k", k, size);
    const place = resolveAxis("topk", axis, this.shape);
    const indices = Tensor.run(ops.topkIndices, [this], { k, axis: place });
    return { values: this.gather(place, indices), indices };
  }
  /** The elements whose two axes have the same index; the diagonal becomes the last axis. A view. */
  diagonal(first = -2, second = -1): Tensor {
    const axes = [
      resolveAxis("diagonal", first, this.shape),
      resolveAxis("diagonal", second, this.shape),
    ] as const;
    return Tensor.run(ops.diagonal, [this], { axes });
  }

  /** These elements where the mask is 0, `value` where it is not; the mask is stretched to this shape. */
  maskedFill(mask: Tensor, value: number): Tensor {
    checkArgument("maskedFill", "mask", mask, {
      expected: "a tensor",
      accepts: (one) => one instanceof Tensor,
    });
    checkArgument("maskedFill", "value", value, anyNumber);
    if (!sameShape(broadcastShapes("maskedFill", this.shape, mask.shape), this.shape))
      throw new ShapeError(
        "maskedFill",
        `mask ${formatShape(mask.shape)} is larger than shape ${formatShape(this.shape)}; expand the tensor to it first`,
      );
    return Tensor.run(ops.where, [mask, scalar(value), this], {});
  }

  protected override wrap(array: NDArray): Tensor {
    return new Tensor(array);
  }

  private with(op: Op, other: Operand): Tensor {
    if (typeof other !== "number" && !(other instanceof Tensor))
      throw new TypeError(
        `${op.name}: the other operand must be a tensor or a number, not ${describe(other)}`,
      );
    return Tensor.run(op, [this, typeof other === "number" ? scalar(other) : other], {});
  }

  private apply(op: Op): Tensor {
    return Tensor.run(op, [this], {});
  }

  private reduce(
    op: Op<ops.ReductionAttributes>,
    axis: Axis | undefined,
    options: ReductionOptions = {},
  ): Tensor {
    const { keepdims = false } = checkOptions(op.name, options, reductionKinds);
    return Tensor.run(op, [this], { axis: this.axes(op.name, axis), keepdims });
  }

  private axes(op: string, axis: Axis | undefined): number[] {
    return resolveAxes(op, axis ?? null, this.shape);
  }
}

function dtypeOf(op: Op, inputs: readonly Tensor[]): DType {
  if (op.dtype !== "same") return op.dtype ?? "float32";
  return inputs.every((input) => input.dtype === "bool") ? "bool" : "float32";
}

/** A number as a tensor without axes. */
export function scalar(value: number): Tensor {
  return new Tensor(NDArray.full([], value));
}
