// Mean and variance of a row with the accuracy of float64 at the price of float32.
import { madd } from "./madd";
import { accumulate, total } from "./float64Lanes";

/** The row's shift, a float32 close to its mean, is taken off first: that subtraction is exact where it matters. */
export let shift: f32 = 0;
/** Mean of (x - shift), which makes up for the shift not being the mean. */
export let rest: f64 = 0;
/** 1 / sqrt(variance + eps). */
export let scale: f64 = 0;
/** The mean itself; set by the accurate statistics only. */
export let mean: f64 = 0;

/** Vectors whose sum may stay in float32 before it is added up in float64: four accumulators of four. */
const runBytes: usize = 256;

/** Sum of a row: runs of four additions in float32 lanes, everything above in float64. */
function sumOf(x: usize, columns: i32): f64 {
  const end = x + (columns << 2);
  let acc = f64x2.splat(0);
  let other = acc;
  while (x + runBytes <= end) {
    let a = v128.load(x);
    let b = v128.load(x, 16);
    let c = v128.load(x, 32);
    let d = v128.load(x, 48);
    for (let part = 1; part < 4; part++) {
      x += 64;
      a = f32x4.add(a, v128.load(x));
      b = f32x4.add(b, v128.load(x, 16));
      c = f32x4.add(c, v128.load(x, 32));
      d = f32x4.add(d, v128.load(x, 48));
    }
    x += 64;
    acc = accumulate(acc, f32x4.add(a, b));
    other = accumulate(other, f32x4.add(c, d));
  }
  for (; x + 16 <= end; x += 16) acc = accumulate(acc, v128.load(x));
  let sum = total(f64x2.add(acc, other));
  for (; x < end; x += 4) sum += <f64>load<f32>(x);
  return sum;
}

/**
 * Sets shift, rest and scale for a row. Gives false where float32 would lose digits and the row needs
 * `accurateStatistics`: overflow, NaN, squares that vanish beside a tiny eps, or a shift that missed the mean by more
 * than half a standard deviation. The choice depends on this row alone.
 */
export function fastStatistics(x: usize, columns: i32, eps: f64, centered: bool): bool {
  const count = <f64>columns;
  const end = x + (columns << 2);
  shift = centered ? <f32>(sumOf(x, columns) / count) : 0;
  const shifts = f32x4.splat(shift);
  let sums = f64x2.splat(0);
  let squares = sums;
  while (x + runBytes <= end) {
    let d0 = f32x4.sub(v128.load(x), shifts);
    let d1 = f32x4.sub(v128.load(x, 16), shifts);
    let s0 = d0;
    let s1 = d1;
    let q0 = f32x4.mul(d0, d0);
    let q1 = f32x4.mul(d1, d1);
    for (let part = 1; part < 8; part++) {
      x += 32;
      d0 = f32x4.sub(v128.load(x), shifts);
      d1 = f32x4.sub(v128.load(x, 16), shifts);
      s0 = f32x4.add(s0, d0);
      s1 = f32x4.add(s1, d1);
      q0 = madd(d0, d0, q0);
      q1 = madd(d1, d1, q1);
    }
    x += 32;
    sums = accumulate(sums, f32x4.add(s0, s1));
    squares = accumulate(squares, f32x4.add(q0, q1));
  }
  for (; x + 16 <= end; x += 16) {
    const d = f32x4.sub(v128.load(x), shifts);
    sums = accumulate(sums, d);
    squares = accumulate(squares, f32x4.mul(d, d));
  }
  let sum = total(sums);
  let square = total(squares);
  for (; x < end; x += 4) {
    const d = <f64>(load<f32>(x) - shift);
    sum += d;
    square += d * d;
  }
  rest = centered ? sum / count : 0;
  const missed = rest * rest;
  const variance = square / count - missed;
  scale = 1 / sqrt(variance + eps);
  return variance + eps > 1e-36 && variance < 1e36 && 4 * missed <= variance;
}

/** Sets mean and scale with all arithmetic in float64, in the order of the scalar kernel. */
export function accurateStatistics(x: usize, columns: i32, eps: f64, centered: bool): void {
  const count = <f64>columns;
  const end = x + (columns << 2);
  mean = 0;
  if (centered) {
    for (let at = x; at < end; at += 4) mean += <f64>load<f32>(at);
    mean /= count;
  }
  let squares: f64 = 0;
  for (let at = x; at < end; at += 4) {
    const d = <f64>load<f32>(at) - mean;
    squares += d * d;
  }
  scale = 1 / sqrt(squares / count + eps);
}
