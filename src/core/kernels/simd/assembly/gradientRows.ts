// The gradients of a few rows of a norm whose statistics are known.
import { high, low } from "./float64Lanes";
import { oneColumn, sixteenColumns, thirtyTwoColumns } from "./gradientColumns";

/** Rows that are worked on at once, at most. */
export const blockRows: i32 = 8;
/**
 * What is kept of each: where it is, the shift, with d = x - shift what makes n = d factor + offset and dx = h factor + d slope + base (h = grad weight), all of
 * four bytes; and from byte 32 on its sums (gradientSums.ts).
 */
export const entryBytes: usize = 128;

/** `fastRows` of rows of which some are shifted. */
export function shiftedRows(
  x: usize,
  grad: usize,
  columns: i32,
  weight: usize,
  out: usize,
  weightRun: usize,
  biasRun: usize,
  block: usize,
  blockEnd: usize,
  wide: bool,
): void {
  fastRows(x, grad, columns, weight, out, weightRun, biasRun, block, blockEnd, wide, true);
}

/** `fastRows` of rows none of which is shifted. */
export function plainRows(
  x: usize,
  grad: usize,
  columns: i32,
  weight: usize,
  out: usize,
  weightRun: usize,
  biasRun: usize,
  block: usize,
  blockEnd: usize,
  wide: bool,
): void {
  fastRows(x, grad, columns, weight, out, weightRun, biasRun, block, blockEnd, wide, false);
}

/**
 * dx of the rows in [block, blockEnd) to out; grad n is added to weightRun and grad to biasRun, in float32. Some columns of all rows after the
 * others: their sums over rows stay in registers, of which those of 256 bits have room for twice as many.
 */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function fastRows(
  x: usize,
  grad: usize,
  columns: i32,
  weight: usize,
  out: usize,
  weightRun: usize,
  biasRun: usize,
  block: usize,
  blockEnd: usize,
  wide: bool,
  isShifted: bool,
): void {
  const end: usize = columns << 2;
  let at: usize = 0;
  if (ASC_FEATURE_RELAXED_SIMD && wide)
    for (; at + 128 <= end; at += 128)
      thirtyTwoColumns(x + at, grad + at, weight + at, out + at, weightRun + at, biasRun + at, block, blockEnd, isShifted); // prettier-ignore
  for (; at + 64 <= end; at += 64)
    sixteenColumns(x + at, grad + at, weight + at, out + at, weightRun + at, biasRun + at, block, blockEnd, isShifted); // prettier-ignore
  for (; at < end; at += 4)
    for (let entry = block; entry < blockEnd; entry += entryBytes)
      oneColumn(x + at, grad + at, weight + at, out + at, weightRun + at, biasRun + at, entry);
}

/** Adds eight float32 to eight float64 in memory. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function addTo(sums: usize, left: v128, right: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), low(left)));
  v128.store(sums, f64x2.add(v128.load(sums, 16), high(left)), 16);
  v128.store(sums, f64x2.add(v128.load(sums, 32), low(right)), 32);
  v128.store(sums, f64x2.add(v128.load(sums, 48), high(right)), 48);
}

/** sums += a, element by element. */
export function addRow(a: usize, columns: i32, sums: usize): void {
  const end = a + (columns << 2);
  for (; a + 32 <= end; a += 32, sums += 64) addTo(sums, v128.load(a), v128.load(a, 16));
  for (; a < end; a += 4, sums += 8) store<f64>(sums, load<f64>(sums) + <f64>load<f32>(a));
}
