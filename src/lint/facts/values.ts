import { type Axis, type Layout, unknownLayout } from "../layout/axis.ts";
import type { ClassDefinition, FunctionDefinition, Span } from "../syntax/program.ts";
import type { Along } from "./along.ts";
import type { CallArguments } from "./callArguments.ts";
import type { Scope } from "./scope.ts";
import type { Layer } from "./layers/layer.ts";

// What the interpreter knows about a value: not its numbers, but its axes and which statistic of what it is.

export type Measure =
  | "mean"
  | "median"
  | "sum"
  | "variance"
  | "deviation"
  | "meanSquare"
  | "norm"
  | "maximum"
  | "minimum"
  | "range";

/** The axes that a reduction or a norm was told to run over. */
export type AxisArgument =
  | { readonly kind: "all" }
  | { readonly kind: "indices"; readonly indices: readonly number[] }
  | { readonly kind: "unknown" };

/** Where the numbers of a tensor come from. Casts, views and normalising keep the root; a new computation makes one. */
export interface Root {
  name: string | null;
  /** Set where normalising over any axis is right: raw input series, weights, attention scores. */
  exempt: "raw" | "weights" | "scores" | null;
  /** Its mean is added back later, as when an output series gets its level back: no normalisation of activations. */
  restored: boolean;
  /** Made of zeros, as padding is. */
  readonly zeros?: true;
}

/** One reduction of one tensor. */
export interface Statistic {
  /** As the source calls it, such as `mean`. */
  readonly reduction: string;
  readonly measure: Measure;
  readonly axis: AxisArgument;
  /** The axis argument in the source, for a suggestion; null where it is a default. */
  readonly axisSpan: Span | null;
  readonly keepdims: boolean;
  /** What the reduction was given beside the tensor; null where nothing can be added to it. */
  readonly args: CallArguments | null;
  readonly input: Layout;
  readonly root: Root;
  readonly span: Span;
  /** The call that passed the axis into the helper with the reduction. */
  readonly via: Span | null;
  /** For a range: its maximum and minimum. */
  readonly parts: readonly Statistic[];
}

export interface TensorValue {
  readonly kind: "tensor";
  readonly layout: Layout;
  readonly root: Root;
  /** The name it may be known by as a number too: parameters can be tensors or sizes. */
  readonly name: string | null;
  readonly squared: boolean;
  readonly absolute: boolean;
  readonly statistic: Statistic | null;
  /** One over the statistic, as rsqrt gives. */
  readonly inverse: boolean;
  /** Whether the shape differs from the layout that the statistic was taken from (unsqueezed, transposed). */
  readonly reshaped: boolean;
  /** The minimum that was subtracted: with a range below it this is min-max scaling. */
  readonly above: Statistic | null;
  readonly along: Along | null;
}

/** A loop that counts. */
export interface Counter {
  readonly start: Value | null;
  readonly bound: Value;
}

export interface NumberValue {
  readonly kind: "number";
  readonly value: number | null;
  readonly name: string | null;
  readonly axis: Axis | null;
  /** Where it was read from a shape of unknown rank. */
  readonly read: { readonly layout: Layout; readonly place: number } | null;
  readonly factors: readonly NumberValue[];
  /** Set where a loop counts it. */
  readonly counter: Counter | null;
  readonly span: Span | null;
  readonly via: Span | null;
}

export interface ShapeValue {
  readonly kind: "shape";
  readonly layout: Layout;
  readonly from: number;
  /** Exclusive; null for the end. */
  readonly to: number | null;
}

export type Value =
  | { readonly kind: "unknown" }
  | TensorValue
  | NumberValue
  | ShapeValue
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean | null }
  | { readonly kind: "tuple"; readonly items: readonly Value[] }
  /** Any number of like values, as `unbind` and `chunk` give. */
  | { readonly kind: "repeated"; readonly item: Value }
  | { readonly kind: "mapping"; readonly entries: ReadonlyMap<string, Value> }
  | { readonly kind: "path"; readonly path: string }
  | {
      readonly kind: "function";
      readonly definition: FunctionDefinition;
      readonly scope: Scope;
      readonly self: Value | null;
    }
  | { readonly kind: "method"; readonly object: Value; readonly name: string }
  | { readonly kind: "class"; readonly definition: ClassDefinition; readonly scope: Scope }
  | { readonly kind: "instance"; readonly of: ClassValue; readonly attributes: Map<string, Value> }
  /** `input` is what it was built to read, where that is said. */
  | { readonly kind: "layer"; readonly layer: Layer; readonly input: TensorValue | null }
  /** `functools.partial(f, eps=1e-6)` and `vmap(f)`. */
  | {
      readonly kind: "wrapped";
      readonly target: Value;
      readonly args: CallArguments | null;
      readonly mapped: boolean;
    }
  /** One of several, by a condition that is not known. */
  | { readonly kind: "choice"; readonly options: readonly Value[] };

export type ClassValue = Extract<Value, { kind: "class" }>;
export type FunctionValue = Extract<Value, { kind: "function" }>;
export type InstanceValue = Extract<Value, { kind: "instance" }>;

export const unknown: Value = { kind: "unknown" };

export const newRoot = (name: string | null = null, exempt: Root["exempt"] = null): Root => ({
  name,
  exempt,
  restored: false,
});

export const tensor = (layout: Layout = unknownLayout(), root: Root = newRoot()): TensorValue => ({
  kind: "tensor",
  layout,
  root,
  name: null,
  squared: false,
  absolute: false,
  statistic: null,
  inverse: false,
  reshaped: false,
  above: null,
  along: null,
});

/** The same numbers in a computation of their own: a new root that keeps an exemption. */
export const derived = (from: TensorValue, layout: Layout = from.layout): TensorValue =>
  tensor(layout, newRoot(from.root.name, from.root.exempt === "scores" ? "scores" : null));

export const number = (value: number | null, span: Span | null = null): NumberValue => ({
  kind: "number",
  value,
  name: null,
  axis: null,
  read: null,
  factors: [],
  counter: null,
  span,
  via: null,
});

/** One of several values; none is unknown. At most six are followed. */
export function choice(options: readonly Value[]): Value {
  const distinct = [...new Set(options)].slice(0, 6);
  if (distinct.length === 0) return unknown;
  return distinct.length === 1 ? distinct[0]! : { kind: "choice", options: distinct };
}

export const tuple = (items: readonly Value[]): Value => ({ kind: "tuple", items });

export const asTensor = (value: Value): TensorValue => (value.kind === "tensor" ? value : tensor());

/** A value as one size of a shape: parameters count by their names. */
export function asNumber(value: Value): NumberValue {
  if (value.kind === "number") return value;
  if ((value.kind === "tensor" || value.kind === "method") && value.name !== null)
    return { ...number(null), name: value.name };
  if (value.kind === "tensor" && !value.layout.axes && !value.statistic)
    return { ...number(null), name: value.root.name };
  if (value.kind === "path") return { ...number(null), name: value.path };
  return number(null);
}

/** The items of a tuple or of a shape of known rank; null where they cannot be told. */
export function itemsOf(value: Value): readonly Value[] | null {
  if (value.kind === "tuple") return value.items;
  if (value.kind !== "shape" || !value.layout.axes) return null;
  return value.layout.axes.slice(value.from, value.to ?? undefined).map(sizeOfAxis);
}

export const sizeOfAxis = (axis: Axis): NumberValue => ({ ...number(null), name: axis.name, axis });

/** A size that is a plain number is known by where it is kept as well: `seq_len = 128`, `{ seqLen: 128 }`. */
export const knownAs = (value: Value, name: string): Value =>
  value.kind === "number" && value.name === null ? { ...value, name } : value;
