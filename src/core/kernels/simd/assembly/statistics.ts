// Mean and variance of a row with the accuracy of float64 at the price of float32.
import { madd } from "./madd";
import { accumulate, total } from "./float64Lanes";

/** Taken off first: 0, or for a row far from zero a float32 near its mean, where that subtraction is exact where it matters. */
export let shift: f32 = 0;
/** Mean of (x - shift), which makes up for the shift not being the mean. */
export let rest: f64 = 0;
/** 1 / sqrt(variance + eps). */
export let scale: f64 = 0;
/** The normalised row is (x - shift) factor + offset. */
export let factor: f32 = 0;
export let offset: f32 = 0;
/** The mean itself; set by the accurate statistics only. */
export let mean: f64 = 0;

/** Vectors whose sum may stay in float32 before it is added up in float64: four accumulators of four. */
const runBytes: usize = 256;

/** Four elements less the shift, which is subtracted only where there is one. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function shifted4(x: v128, shifts: v128, isShifted: bool): v128 {
  return isShifted ? f32x4.sub(x, shifts) : x;
}

/** Sums of (x - shift) and of their squares, the last in lane 1; of x itself where it is not shifted (any shift is an earlier row's): float32 within a run of 64, float64 above. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function sumsOf(x: usize, columns: i32, isShifted: bool): v128 {
  const end = x + (columns << 2);
  const shifts = f32x4.splat(shift);
  let sums = f64x2.splat(0);
  let squares = sums;
  for (; x + runBytes <= end; x += 64) {
    let a = shifted4(v128.load(x), shifts, isShifted);
    let b = shifted4(v128.load(x, 16), shifts, isShifted);
    let c = shifted4(v128.load(x, 32), shifts, isShifted);
    let d = shifted4(v128.load(x, 48), shifts, isShifted);
    let aa = f32x4.mul(a, a);
    let bb = f32x4.mul(b, b);
    let cc = f32x4.mul(c, c);
    let dd = f32x4.mul(d, d);
    const last = x + 192;
    while (x < last) {
      x += 64;
      const e = shifted4(v128.load(x), shifts, isShifted);
      const f = shifted4(v128.load(x, 16), shifts, isShifted);
      const g = shifted4(v128.load(x, 32), shifts, isShifted);
      const h = shifted4(v128.load(x, 48), shifts, isShifted);
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
    const d = shifted4(v128.load(x), shifts, isShifted);
    sums = accumulate(sums, d);
    squares = accumulate(squares, f32x4.mul(d, d));
  }
  let sum = total(sums);
  let square = total(squares);
  for (; x < end; x += 4) {
    const d = <f64>(isShifted ? load<f32>(x) - shift : load<f32>(x));
    sum += d;
    square += d * d;
  }
  return f64x2.replace_lane(f64x2.splat(sum), 1, square);
}

/**
 * Sets shift, rest and scale for a row. Gives false where float32 would lose digits and the row needs
 * `accurateStatistics`: overflow, NaN, squares that vanish beside a tiny eps. A row whose mean is beyond half a standard
 * deviation is taken up again with its mean as the shift; guessing the shift first would cost all rows a tenth. The choice depends
 * on this row alone.
 */
export function fastStatistics(x: usize, columns: i32, eps: f64, centered: bool): bool {
  return statisticsFrom(sumsOf(x, columns, false), x, columns, eps, centered);
}

/** The same for one who has the sums of the row and, in lane 1, of its squares. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function statisticsFrom(sums: v128, x: usize, columns: i32, eps: f64, centered: bool): bool {
  shift = 0;
  if (settle(sums, columns, eps, centered)) return true;
  if (!centered) return false;
  shift = <f32>rest;
  return settle(sumsOf(x, columns, true), columns, eps, true);
}

/** Sets what follows from the sums; false where they are not good enough. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function settle(sums: v128, columns: i32, eps: f64, centered: bool): bool {
  const inverse = 1 / <f64>columns;
  rest = centered ? f64x2.extract_lane(sums, 0) * inverse : 0;
  const missed = rest * rest;
  const variance = f64x2.extract_lane(sums, 1) * inverse - missed;
  scale = 1 / sqrt(variance + eps);
  factor = <f32>scale;
  offset = <f32>(-rest * scale);
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
