// Mean and variance of a row with the accuracy of float64 at the price of float32.
import { madd } from "./madd";
import { accumulate, total } from "./float64Lanes";

/** The row's shift, a float32 near its mean, is taken off first: that subtraction is exact where it matters. */
export let shift: f32 = 0;
/** Mean of (x - shift), which makes up for the shift not being the mean. */
export let rest: f64 = 0;
/** 1 / sqrt(variance + eps). */
export let scale: f64 = 0;
/** The mean itself; set by the accurate statistics only. */
export let mean: f64 = 0;

/** Vectors whose sum may stay in float32 before it is added up in float64: four accumulators of four. */
const runBytes: usize = 256;

/** The mean of the first elements, as a guess at the row's; rows that begin far off their mean are taken up again with a better one. */
function firstShift(x: usize, columns: i32): f32 {
  const count = min(columns, 32);
  let sum: f32 = 0;
  let lanes = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) lanes = f32x4.add(lanes, v128.load(x + (i << 2)));
  for (; i < count; i++) sum += load<f32>(x + (i << 2));
  sum += f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1);
  return (sum + f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3)) / <f32>count;
}

/** Sums of (x - shift) and of their squares, the last in lane 1: float32 within a run of 64, float64 above. */
function shiftedSums(x: usize, columns: i32): v128 {
  const end = x + (columns << 2);
  const shifts = f32x4.splat(shift);
  let sums = f64x2.splat(0);
  let squares = sums;
  for (; x + runBytes <= end; x += 64) {
    let a = f32x4.sub(v128.load(x), shifts);
    let b = f32x4.sub(v128.load(x, 16), shifts);
    let c = f32x4.sub(v128.load(x, 32), shifts);
    let d = f32x4.sub(v128.load(x, 48), shifts);
    let aa = f32x4.mul(a, a);
    let bb = f32x4.mul(b, b);
    let cc = f32x4.mul(c, c);
    let dd = f32x4.mul(d, d);
    const last = x + 192;
    while (x < last) {
      x += 64;
      const e = f32x4.sub(v128.load(x), shifts);
      const f = f32x4.sub(v128.load(x, 16), shifts);
      const g = f32x4.sub(v128.load(x, 32), shifts);
      const h = f32x4.sub(v128.load(x, 48), shifts);
      a = f32x4.add(a, e);
      b = f32x4.add(b, f);
      c = f32x4.add(c, g);
      d = f32x4.add(d, h);
      aa = madd(e, e, aa);
      bb = madd(f, f, bb);
      cc = madd(g, g, cc);
      dd = madd(h, h, dd);
    }
    sums = accumulate(sums, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
    squares = accumulate(squares, f32x4.add(f32x4.add(aa, bb), f32x4.add(cc, dd)));
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
  return f64x2.replace_lane(f64x2.splat(sum), 1, square);
}

/**
 * Sets shift, rest and scale for a row. Gives false where float32 would lose digits and the row needs
 * `accurateStatistics`: overflow, NaN, squares that vanish beside a tiny eps, or a shift that missed the mean by more
 * than half a standard deviation twice. The choice depends on this row alone.
 */
export function fastStatistics(x: usize, columns: i32, eps: f64, centered: bool): bool {
  shift = centered ? firstShift(x, columns) : 0;
  if (tryShift(x, columns, eps, centered)) return true;
  if (!centered) return false;
  shift = <f32>(<f64>shift + rest);
  return tryShift(x, columns, eps, true);
}

function tryShift(x: usize, columns: i32, eps: f64, centered: bool): bool {
  const count = <f64>columns;
  const sums = shiftedSums(x, columns);
  rest = centered ? f64x2.extract_lane(sums, 0) / count : 0;
  const missed = rest * rest;
  const variance = f64x2.extract_lane(sums, 1) / count - missed;
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
