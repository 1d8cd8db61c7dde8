import type { DType } from "../dtype.ts";
import type { NDArray } from "../ndarray.ts";
import { formatShape } from "../shape.ts";
import { booleanFormat, numberFormat } from "./numberFormat.ts";

/** Above this many elements only the first and last few of each axis are printed. */
const threshold = 1000;
const edge = 3;
const lineWidth = 100;

/** Text like NumPy's: aligned columns, one bracket per axis, long axes shortened in the middle. */
export function formatTensor(x: NDArray, dtype: DType): string {
  if (x.size === 0) return `tensor([], shape=${formatShape(x.shape)})`;
  const data = x.values();
  const shorten = x.size > threshold;
  const shown = shownIndices(x.shape, shorten);
  const numbers = shown.map((index) => data[index]!);
  const format = dtype === "bool" ? booleanFormat(numbers) : numberFormat(numbers);
  const start = "tensor(";
  const body = formatAxis({ shape: x.shape, data, format, shorten }, 0, 0, start.length);
  return `${start}${body}${shorten ? `, shape=${formatShape(x.shape)}` : ""})`;
}

interface Printing {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  readonly format: (value: number) => string;
  readonly shorten: boolean;
}

/** Indices along one axis, with null where some are left out. */
function visible(length: number, shorten: boolean): (number | null)[] {
  const all = Array.from({ length: shorten && length > 2 * edge ? 2 * edge : length }, (_, i) => i);
  if (all.length === length) return all;
  return [...all.slice(0, edge), null, ...all.slice(edge).map((i) => i + length - 2 * edge)];
}

function shownIndices(shape: readonly number[], shorten: boolean): number[] {
  let indices = [0];
  for (const length of shape) {
    const along = visible(length, shorten).filter((i) => i !== null);
    indices = indices.flatMap((index) => along.map((i) => index * length + i));
  }
  return indices;
}

function formatAxis(printing: Printing, axis: number, index: number, indent: number): string {
  const { shape, data, format, shorten } = printing;
  if (axis === shape.length) return format(data[index]!);
  const length = shape[axis]!;
  const parts = visible(length, shorten).map((i) =>
    i === null ? "..." : formatAxis(printing, axis + 1, index * length + i, indent + 1),
  );
  if (axis === shape.length - 1) return `[${wrap(parts, indent + 1)}]`;
  const blankLines = "\n".repeat(shape.length - axis - 1);
  return `[${parts.join(`,${blankLines}${" ".repeat(indent + 1)}`)}]`;
}

/** Joins numbers with commas and starts a new line, indented, before one gets too long. */
function wrap(parts: readonly string[], indent: number): string {
  const lines: string[] = [];
  let line = "";
  for (const part of parts) {
    if (line !== "" && indent + line.length + part.length + 3 > lineWidth) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? part : `, ${part}`;
  }
  lines.push(line);
  return lines.join(`,\n${" ".repeat(indent)}`);
}
