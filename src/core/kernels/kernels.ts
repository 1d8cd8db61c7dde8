import { scalar } from "./scalar/index.ts";

/** Elements of a buffer seen through strides; strides may be 0 (broadcast) or negative (reversed). */
export interface Strided {
  readonly data: Float32Array;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** A matrix inside a buffer; a transposed matrix is the same buffer with the strides exchanged. */
export interface Matrix {
  readonly data: Float32Array;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
  /** What names the numbers in `data`: they are the same wherever owner and version are. Left out where nobody knows. */
  readonly contents?: { readonly owner: object; readonly version: number } | null;
}

/** Matrices [heads, rows, columns] of one sequence inside a buffer; strides are not negative, the numbers of a row lie side by side. */
export interface Heads {
  readonly data: Float32Array;
  readonly offset: number;
  readonly headStride: number;
  readonly rowStride: number;
}

/** The attention of one sequence: softmax(Q Kᵀ scale + mask) V for each head. */
export interface AttentionSizes {
  /** Heads of keys and values; `group` query heads share each. */
  readonly keyHeads: number;
  readonly group: number;
  readonly queries: number;
  readonly keys: number;
  /** Columns of queries and keys. */
  readonly features: number;
  /** Columns of values. */
  readonly width: number;
  readonly scale: number;
  /** Query i sees keys 0 to i + causal; null where it sees all. */
  readonly causal: number | null;
}

/** What enters an attention. */
export interface AttentionInputs {
  readonly query: Heads;
  readonly key: Heads;
  readonly value: Heads;
}

/** An elementwise function. Fast kernels may know it by name; `f` is its meaning. */
export interface UnaryFunction {
  readonly name: string;
  f(x: number): number;
  /** Where f(x) is x times this number. */
  readonly factor?: number;
}

/** Derivative of an elementwise function at input x with output y. */
export interface UnaryDerivative {
  readonly name: string;
  derivative(x: number, y: number): number;
}

export interface BinaryFunction {
  readonly name: string;
  f(a: number, b: number): number;
}

export type Reduction = "sum" | "mean" | "variance" | "std" | "max" | "min" | "argmax" | "argmin" | "norm";

/** How a row is normalised: centred (LayerNorm) or by its root mean square only (RMSNorm). */
export interface RowNormalization {
  readonly eps: number;
  readonly centered: boolean;
}

/** One step of Adam for one parameter; values and moments are changed in place. */
export interface AdamStep {
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly beta1: number;
  readonly beta2: number;
  /** The learning rate, corrected for the first moment's start at 0. */
  readonly rate: number;
  /** What the root of the second moment is divided by for its start at 0. */
  readonly correction: number;
  readonly eps: number;
  /** What is added to the gradient, as a multiple of the value. */
  readonly decay: number;
  /** What the values are multiplied by first: AdamW's decay. */
  readonly keep: number;
}

/**
 * The hot loops. Every buffer is row-major and holds exactly the elements named, unless it is Strided or a Matrix.
 *
 * Row invariant: the bits of an output row depend on its input row only, not on other rows, on the number of rows
 * or on the row's place. Sums, means and variances have the accuracy of float64.
 */
export interface Kernels {
  readonly name: string;
  /** Zero-filled memory; throws a RangeError where there is none. */
  allocate(length: number): Float32Array;
  /** Memory for results that are written in full, with anything in it, where that is cheaper; errors as for `allocate`. */
  allocateUninitialized?(length: number): Float32Array;
  /** out = x, elements in the order of `shape`. */
  copy(x: Strided, shape: readonly number[], out: Float32Array): void;
  map(fn: UnaryFunction, x: Float32Array, out: Float32Array): void;
  /** out = grad * fn'(x), y = fn(x). */
  mapGradient(
    fn: UnaryDerivative,
    x: Float32Array,
    y: Float32Array,
    grad: Float32Array,
    out: Float32Array,
  ): void;
  zip(fn: BinaryFunction, a: Strided, b: Strided, shape: readonly number[], out: Float32Array): void;
  /** Reduces the middle axis of [outer, length, inner]; variance and std divide by length - correction. */
  reduce(
    fn: Reduction,
    x: Float32Array,
    size: { readonly outer: number; readonly length: number; readonly inner: number },
    out: Float32Array,
    correction: number,
  ): void;
  /**
   * out[m, n] = a[m, k] b[k, n], accumulated in the order of k (in float64 by the scalar kernel) and rounded; then, where it is given,
   * bias[n] is added to each row. What is made from a b whose `contents` are told may be kept for the next time.
   */
  matmul(
    a: Matrix,
    b: Matrix,
    m: number,
    k: number,
    n: number,
    out: Float32Array,
    bias?: Float32Array | null,
  ): void;
  /**
   * The attention of one sequence in one go, to the bit what matmul and softmax give; false, and nothing written, where the kernels cannot.
   */
  attend?(inputs: AttentionInputs, sizes: AttentionSizes, out: Heads): boolean;
  /** The gradients of `attend` for an upstream gradient, each written in full where it is wanted; false as there. */
  attendGradient?(
    inputs: AttentionInputs,
    sizes: AttentionSizes,
    grad: Heads,
    out: { readonly [Name in keyof AttentionInputs]: Heads | null },
  ): boolean;
  softmax(x: Float32Array, columns: number, out: Float32Array): void;
  logSoftmax(x: Float32Array, columns: number, out: Float32Array): void;
  /** out = y (grad - sum(y grad)) for each row. */
  softmaxGradient(y: Float32Array, grad: Float32Array, columns: number, out: Float32Array): void;
  /** out = grad - exp(y) sum(grad) for each row. */
  logSoftmaxGradient(y: Float32Array, grad: Float32Array, columns: number, out: Float32Array): void;
  /** out = (x - mean) / sqrt(variance + eps) * weight + bias for each row; null weight is 1, null bias is 0. */
  normalize(
    x: Float32Array,
    columns: number,
    how: RowNormalization,
    weight: Float32Array | null,
    bias: Float32Array | null,
    out: Float32Array,
  ): void;
  /** Gradient of `normalize` for x; where wanted, the sums over rows for weight and bias. */
  normalizeGradient(
    x: Float32Array,
    grad: Float32Array,
    columns: number,
    how: RowNormalization,
    weight: Float32Array | null,
    out: {
      readonly x: Float32Array;
      readonly weight: Float32Array | null;
      readonly bias: Float32Array | null;
    },
  ): void;
  /** Arithmetic in float64; what is stored is rounded to float32. */
  adamStep(step: AdamStep): void;
}

let active: Kernels = scalar;

/** The kernels in use. */
export function kernels(): Kernels {
  return active;
}

/** Chooses the kernels for everything computed from now on and gives back those used before. */
export function useKernels(next: Kernels): Kernels {
  const before = active;
  active = next;
  return before;
}
