import { describe } from "./arguments.ts";
import type { AxisRange } from "./ops/slice.ts";
import { formatShape, ShapeError, type Shape } from "./shape.ts";

/**
 * What to take of one axis: a whole number (the axis disappears), a range [start, stop] or [start, stop, step] where null
 * means "to the end", the same as text (":", "1:3", "::-1"), or "..." for all axes not mentioned.
 */
export type Index =
  number | string | null | readonly [start: number | null, stop?: number | null, step?: number | null];

/** Ranges for every axis, and the axes that disappear because one element was named. */
export interface Selection {
  readonly ranges: AxisRange[];
  readonly dropped: number[];
}

/** Resolves NumPy-like indices against a shape; ranges are clipped, single indices are checked. */
export function select(shape: Shape, indices: readonly Index[]): Selection {
  const complete = fillEllipsis(shape, indices);
  const dropped: number[] = [];
  const ranges = complete.map((index, axis) => {
    if (typeof index !== "number") return rangeOf(index, axis, shape);
    dropped.push(axis);
    return { start: elementOf(index, axis, shape), length: 1, step: 1 };
  });
  return { ranges, dropped };
}

function fillEllipsis(shape: Shape, indices: readonly Index[]): Index[] {
  const at = indices.indexOf("...");
  const named = indices.length - (at < 0 ? 0 : 1);
  if (named > shape.length || indices.indexOf("...", at + 1) > at)
    throw new ShapeError("slice", `${indices.length} indices for shape ${formatShape(shape)}`);
  const rest = new Array<Index>(shape.length - named).fill(null);
  return at < 0 ? [...indices, ...rest] : [...indices.slice(0, at), ...rest, ...indices.slice(at + 1)];
}

function elementOf(index: number, axis: number, shape: Shape): number {
  const length = shape[axis]!;
  const resolved = index < 0 ? index + length : index;
  if (!Number.isInteger(index) || resolved < 0 || resolved >= length)
    throw new ShapeError(
      "slice",
      `index ${index} is out of range for axis ${axis} of shape ${formatShape(shape)}: it has ${length} elements`,
    );
  return resolved;
}

function rangeOf(index: Exclude<Index, number>, axis: number, shape: Shape): AxisRange {
  if (index !== null && typeof index !== "string" && !Array.isArray(index))
    throw new TypeError(
      `slice: index ${axis + 1} must be a number, a range such as [1, 3] or "1:3", or null, not ${describe(index)}`,
    );
  const [start = null, stop = null, givenStep = null] =
    typeof index === "string" ? parse(index) : (index ?? []);
  const step = givenStep ?? 1;
  const bad = [start, stop, step].find((one) => one !== null && !Number.isInteger(one));
  if (bad !== undefined || step === 0)
    throw new ShapeError("slice", `[${start}, ${stop}, ${step}] is not a range of axis ${axis}`);
  const length = shape[axis]!;
  // As in Python: a negative step starts behind the last element and may run past the first one (-1).
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const clip = (value: number) => Math.min(Math.max(value < 0 ? value + length : value, low), high);
  const from = start === null ? (step > 0 ? low : high) : clip(start);
  const to = stop === null ? (step > 0 ? high : low) : clip(stop);
  return { start: Math.max(0, from), length: Math.max(0, Math.ceil((to - from) / step)), step };
}

function parse(text: string): (number | null)[] {
  const parts = text.split(":");
  const numbers = parts.map((part) => (part.trim() === "" ? null : Number(part)));
  if (parts.length < 2 || parts.length > 3 || numbers.some((one) => one !== null && !Number.isInteger(one)))
    throw new ShapeError("slice", `"${text}" is not a range; write it like "1:3", ":" or "::2"`);
  return numbers;
}
