import { accumulate, high, low, total } from "./float64Lanes";
import { madd } from "./madd";
import {
  accurateStatistics,
  factor,
  fastStatistics,
  mean,
  offset,
  rest,
  scale,
  shift,
  shifted4,
} from "./statistics";

/** Rows shorter than this go through float64: their terms nearly cancel (two elements: exactly, but for eps). */
const shortRow: i32 = 16;
/** Where a row's gradient has this much less energy than what it is the difference of, float32 has lost digits of it. */
const cancelled: f64 = 1 / 16;

/** Rows that are worked on at once, and what is kept of each: see `remember`. */
const blockRows: i32 = 4;
const entryBytes: usize = 32;

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
      fastStatistics(x + at, columns, eps, centered) &&
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
  if (shift == 0) sumUp(x, grad, columns, weight, false);
  else sumUp(x, grad, columns, weight, true);
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

/** Of a row: the sums of h, of h d and of h^2. */
let sumOfH: f64 = 0;
let sumOfHD: f64 = 0;
let energy: f64 = 0;

/** Float32 within a run of 64, float64 above. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function sumUp(x: usize, grad: usize, columns: i32, weight: usize, isShifted: bool): void {
  const shifts = f32x4.splat(shift);
  const end = grad + (columns << 2);
  const vectorsEnd = grad + ((columns & ~7) << 2);
  let sums = f64x2.splat(0);
  let dots = sums;
  let squares = sums;
  while (grad < vectorsEnd) {
    const stop = min(grad + 256, vectorsEnd);
    let s0 = f32x4.splat(0), s1 = s0, d0 = s0, d1 = s0, q0 = s0, q1 = s0; // prettier-ignore
    for (; grad < stop; grad += 32, x += 32, weight += 32) {
      const h0 = f32x4.mul(v128.load(grad), v128.load(weight));
      const h1 = f32x4.mul(v128.load(grad, 16), v128.load(weight, 16));
      s0 = f32x4.add(s0, h0);
      s1 = f32x4.add(s1, h1);
      d0 = madd(h0, shifted4(v128.load(x), shifts, isShifted), d0);
      d1 = madd(h1, shifted4(v128.load(x, 16), shifts, isShifted), d1);
      q0 = madd(h0, h0, q0);
      q1 = madd(h1, h1, q1);
    }
    sums = accumulate(sums, f32x4.add(s0, s1));
    dots = accumulate(dots, f32x4.add(d0, d1));
    squares = accumulate(squares, f32x4.add(q0, q1));
  }
  sumOfH = total(sums);
  sumOfHD = total(dots);
  energy = total(squares);
  for (; grad < end; grad += 4, x += 4, weight += 4) {
    const h = <f64>(load<f32>(grad) * load<f32>(weight));
    sumOfH += h;
    sumOfHD += h * <f64>(load<f32>(x) - shift);
    energy += h * h;
  }
}

/** Eight columns of the waiting rows after the other eight: their sums over rows stay in registers. */
function fastRows(
  x: usize,
  grad: usize,
  columns: i32,
  weight: usize,
  out: usize,
  weightSums: usize,
  biasSums: usize,
  block: usize,
  rows: i32,
): void {
  if (rows == 0) return;
  const blockEnd = block + rows * entryBytes;
  const end: usize = columns << 2;
  let at: usize = 0;
  for (; at + 32 <= end; at += 32) {
    const w0 = v128.load(weight + at);
    const w1 = v128.load(weight + at, 16);
    let n0 = f32x4.splat(0), n1 = n0, g0 = n0, g1 = n0; // prettier-ignore
    for (let entry = block; entry < blockEnd; entry += entryBytes) {
      const place = at + load<usize>(entry);
      const shifts = v128.load32_splat(entry, 4);
      const factors = v128.load32_splat(entry, 8);
      const offsets = v128.load32_splat(entry, 12);
      const slopes = v128.load32_splat(entry, 16);
      const bases = v128.load32_splat(entry, 20);
      const d0 = f32x4.sub(v128.load(x + place), shifts);
      const d1 = f32x4.sub(v128.load(x + place, 16), shifts);
      const a0 = v128.load(grad + place);
      const a1 = v128.load(grad + place, 16);
      n0 = madd(a0, madd(d0, factors, offsets), n0);
      n1 = madd(a1, madd(d1, factors, offsets), n1);
      g0 = f32x4.add(g0, a0);
      g1 = f32x4.add(g1, a1);
      v128.store(out + place, madd(f32x4.mul(a0, w0), factors, madd(d0, slopes, bases)));
      v128.store(out + place, madd(f32x4.mul(a1, w1), factors, madd(d1, slopes, bases)), 16);
    }
    addTo(weightSums + 2 * at, n0, n1);
    addTo(biasSums + 2 * at, g0, g1);
  }
  for (; at < end; at += 4) oneColumn(x, grad, weight, out, weightSums, biasSums, block, blockEnd, at);
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

function oneColumn(
  x: usize,
  grad: usize,
  weight: usize,
  out: usize,
  weightSums: usize,
  biasSums: usize,
  block: usize,
  blockEnd: usize,
  at: usize,
): void {
  for (let entry = block; entry < blockEnd; entry += entryBytes) {
    const place = at + load<usize>(entry);
    const d = load<f32>(x + place) - load<f32>(entry, 4);
    const upstream = load<f32>(grad + place);
    const n = d * load<f32>(entry, 8) + load<f32>(entry, 12);
    const h = upstream * load<f32>(weight + at);
    store<f32>(
      out + place,
      h * load<f32>(entry, 8) + (d * load<f32>(entry, 16) + load<f32>(entry, 20)),
    );
    store<f64>(weightSums + 2 * at, load<f64>(weightSums + 2 * at) + <f64>(upstream * n));
    store<f64>(biasSums + 2 * at, load<f64>(biasSums + 2 * at) + <f64>upstream);
  }
}

/** sums += a, element by element. */
export function addRow(a: usize, columns: i32, sums: usize): void {
  const end = a + (columns << 2);
  for (; a + 32 <= end; a += 32, sums += 64) addTo(sums, v128.load(a), v128.load(a, 16));
  for (; a < end; a += 4, sums += 8) store<f64>(sums, load<f64>(sums) + <f64>load<f32>(a));
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
