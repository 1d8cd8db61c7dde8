import { accumulate, total } from "./float64Lanes";
import { blockRows, entryBytes, fastRows } from "./gradientRows";
import { madd } from "./madd";
import {
  accurateStatistics,
  factor,
  mean,
  offset,
  rest,
  scale,
  shift,
  shifted4,
  statisticsFrom,
} from "./statistics";

/** Rows shorter than this go through float64: their terms nearly cancel (two elements: exactly, but for eps). */
const shortRow: i32 = 16;
/** Where a row's gradient has this much less energy than what it is the difference of, float32 has lost digits of it. */
const cancelled: f64 = 1 / 16;

/**
 * With n = (x - mean) * scale and h = grad * weight: dx = scale * (h - mean(h) - n * mean(h n)), where mean(h) is left out for
 * a norm that does not centre. grad n is added to weightSums and grad to biasSums, in float64. `block` has room for what is
 * kept of four rows (128 bytes).
 */
export function normalizeGradient(
  x: usize,
  grad: usize,
  rows: i32,
  columns: i32,
  eps: f64,
  centered: bool,
  weight: usize,
  out: usize,
  weightSums: usize,
  biasSums: usize,
  block: usize,
): void {
  const bytes: usize = columns << 2;
  let waiting = 0;
  for (let row = 0; row < rows; row++) {
    const at = row * bytes;
    const isFast =
      columns >= shortRow &&
      remember(x + at, grad + at, columns, eps, centered, weight, at, block + waiting * entryBytes);
    if (isFast) waiting++;
    else {
      accurateStatistics(x + at, columns, eps, centered);
      accurateRow(x + at, grad + at, columns, centered, weight, out + at, weightSums, biasSums);
    }
    if (waiting == blockRows || row == rows - 1) {
      fastRows(x, grad, columns, weight, out, weightSums, biasSums, block, waiting);
      waiting = 0;
    }
  }
}

/**
 * Writes an entry for a row: where it is, and with d = x - shift what makes n = d factor + offset and dx = h factor + d slope + base.
 * Gives false where the terms of dx cancel and the row needs `accurateRow`. The choice depends on this row alone.
 */
function remember(
  x: usize,
  grad: usize,
  columns: i32,
  eps: f64,
  centered: bool,
  weight: usize,
  at: usize,
  entry: usize,
): bool {
  sumUp(x, grad, columns, weight, false);
  const sums = f64x2.replace_lane(f64x2.splat(sumOfD), 1, sumOfSquares);
  if (!statisticsFrom(sums, x, columns, eps, centered)) return false;
  if (shift != 0) sumUp(x, grad, columns, weight, true);
  const count = <f64>columns;
  const meanOfH = centered ? sumOfH / count : 0;
  const meanOfHN = (scale * (sumOfHD - rest * sumOfH)) / count;
  const left = energy - count * (meanOfH * meanOfH + meanOfHN * meanOfHN * (1 + eps * scale * scale));
  const vanishes = energy < 1e-30 && (sumOfH != 0 || sumOfHD != 0);
  if (!(left >= cancelled * energy && energy < 1e36) || vanishes) return false;
  store<usize>(entry, at);
  store<f32>(entry, shift, 4);
  store<f32>(entry, factor, 8);
  store<f32>(entry, offset, 12);
  store<f32>(entry, <f32>(-scale * scale * meanOfHN), 16);
  store<f32>(entry, <f32>(scale * (scale * rest * meanOfHN - meanOfH)), 20);
  return true;
}

/** Of a row: the sums of d, of d^2, of h, of h d and of h^2, where d is x less the shift. */
let sumOfD: f64 = 0;
let sumOfSquares: f64 = 0;
let sumOfH: f64 = 0;
let sumOfHD: f64 = 0;
let energy: f64 = 0;

/** Float32 within a run of 64, float64 above. What is of d alone is summed where there is no shift yet. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function sumUp(x: usize, grad: usize, columns: i32, weight: usize, isShifted: bool): void {
  const shifts = f32x4.splat(isShifted ? shift : 0);
  const end = grad + (columns << 2);
  const vectorsEnd = grad + ((columns & ~7) << 2);
  let sumsOfD = f64x2.splat(0);
  let squaresOfD = sumsOfD;
  let sums = sumsOfD;
  let dots = sumsOfD;
  let squares = sumsOfD;
  while (grad < vectorsEnd) {
    const stop = min(grad + 256, vectorsEnd);
    let t0 = f32x4.splat(0), t1 = t0, u0 = t0, u1 = t0, s0 = t0, s1 = t0, d0 = t0, d1 = t0, q0 = t0, q1 = t0; // prettier-ignore
    for (; grad < stop; grad += 32, x += 32, weight += 32) {
      const h0 = f32x4.mul(v128.load(grad), v128.load(weight));
      const h1 = f32x4.mul(v128.load(grad, 16), v128.load(weight, 16));
      const x0 = shifted4(v128.load(x), shifts, isShifted);
      const x1 = shifted4(v128.load(x, 16), shifts, isShifted);
      if (!isShifted) {
        t0 = f32x4.add(t0, x0);
        t1 = f32x4.add(t1, x1);
        u0 = madd(x0, x0, u0);
        u1 = madd(x1, x1, u1);
      }
      s0 = f32x4.add(s0, h0);
      s1 = f32x4.add(s1, h1);
      d0 = madd(h0, x0, d0);
      d1 = madd(h1, x1, d1);
      q0 = madd(h0, h0, q0);
      q1 = madd(h1, h1, q1);
    }
    if (!isShifted) {
      sumsOfD = accumulate(sumsOfD, f32x4.add(t0, t1));
      squaresOfD = accumulate(squaresOfD, f32x4.add(u0, u1));
    }
    sums = accumulate(sums, f32x4.add(s0, s1));
    dots = accumulate(dots, f32x4.add(d0, d1));
    squares = accumulate(squares, f32x4.add(q0, q1));
  }
  sumOfD = total(sumsOfD);
  sumOfSquares = total(squaresOfD);
  sumOfH = total(sums);
  sumOfHD = total(dots);
  energy = total(squares);
  for (; grad < end; grad += 4, x += 4, weight += 4) {
    const h = <f64>(load<f32>(grad) * load<f32>(weight));
    const d = <f64>(isShifted ? load<f32>(x) - shift : load<f32>(x));
    sumOfD += d;
    sumOfSquares += d * d;
    sumOfH += h;
    sumOfHD += h * d;
    energy += h * h;
  }
}

/** As the scalar kernel, all in float64. */
function accurateRow(
  x: usize,
  grad: usize,
  columns: i32,
  centered: bool,
  weight: usize,
  out: usize,
  weightSums: usize,
  biasSums: usize,
): void {
  const end: usize = columns << 2;
  let sum: f64 = 0;
  let dot: f64 = 0;
  for (let at: usize = 0; at < end; at += 4) {
    const n = (<f64>load<f32>(x + at) - mean) * scale;
    const upstream = <f64>load<f32>(grad + at);
    const h = upstream * <f64>load<f32>(weight + at);
    sum += h;
    dot += h * n;
    store<f64>(weightSums + 2 * at, load<f64>(weightSums + 2 * at) + upstream * n);
    store<f64>(biasSums + 2 * at, load<f64>(biasSums + 2 * at) + upstream);
  }
  const offset = centered ? sum / <f64>columns : 0;
  const slope = dot / <f64>columns;
  for (let at: usize = 0; at < end; at += 4) {
    const n = (<f64>load<f32>(x + at) - mean) * scale;
    const h = <f64>load<f32>(grad + at) * <f64>load<f32>(weight + at);
    store<f32>(out + at, <f32>(scale * (h - offset - n * slope)));
  }
}
