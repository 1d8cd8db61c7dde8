import { accumulate, high, low, total } from "./float64Lanes";
import { madd } from "./madd";
import { accurateStatistics, fastStatistics, mean, rest, scale, shift } from "./statistics";

/** Rows shorter than this go through float64: their terms nearly cancel (two elements: exactly, but for eps). */
const shortRow: i32 = 16;
/** Where all of a row's gradient is this much smaller than what it is the difference of, float32 has lost digits of it. */
const cancelled: f32 = 0.25;

/**
 * With n = (x - mean) * scale and h = grad * weight: dx = scale * (h - mean(h) - n * mean(h n)), where mean(h) is left out for
 * a norm that does not centre. grad n is added to weightSums and grad to biasSums (float64; 0 is none). `normalized` has
 * room for one row.
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
  normalized: usize,
): void {
  const bytes: usize = columns << 2;
  for (let row = 0; row < rows; row++) {
    if (columns >= shortRow && fastStatistics(x, columns, eps, centered)) {
      normalizeFast(x, columns, normalized);
      if (weightSums) addProducts(grad, normalized, columns, weightSums);
      if (!fastRow(grad, columns, centered, weight, normalized, out)) {
        accurateStatistics(x, columns, eps, centered);
        accurateRow(x, grad, columns, centered, weight, out, 0);
      }
    } else {
      accurateStatistics(x, columns, eps, centered);
      accurateRow(x, grad, columns, centered, weight, out, weightSums);
    }
    if (biasSums) addRow(grad, columns, biasSums);
    x += bytes;
    grad += bytes;
    out += bytes;
  }
}

function normalizeFast(x: usize, columns: i32, out: usize): void {
  const factor = <f32>scale;
  const factors = f32x4.splat(factor);
  const correction = <f32>(scale - <f64>factor);
  const corrections = f32x4.splat(correction);
  const offset = <f32>(-rest * scale);
  const offsets = f32x4.splat(offset);
  const shifts = f32x4.splat(shift);
  const end = x + (columns << 2);
  for (; x + 16 <= end; x += 16, out += 16) {
    const d = f32x4.sub(v128.load(x), shifts);
    v128.store(out, madd(d, factors, madd(d, corrections, offsets)));
  }
  for (; x < end; x += 4, out += 4) {
    const d = load<f32>(x) - shift;
    store<f32>(out, d * factor + (d * correction + offset));
  }
}

/** sums += a b, element by element. */
function addProducts(a: usize, b: usize, columns: i32, sums: usize): void {
  const end = a + (columns << 2);
  for (; a + 16 <= end; a += 16, b += 16, sums += 32) {
    const product = f32x4.mul(v128.load(a), v128.load(b));
    v128.store(sums, f64x2.add(v128.load(sums), low(product)));
    v128.store(sums, f64x2.add(v128.load(sums, 16), high(product)), 16);
  }
  for (; a < end; a += 4, b += 4, sums += 8)
    store<f64>(sums, load<f64>(sums) + <f64>(load<f32>(a) * load<f32>(b)));
}

/** sums += a, element by element. */
export function addRow(a: usize, columns: i32, sums: usize): void {
  const end = a + (columns << 2);
  for (; a + 16 <= end; a += 16, sums += 32) {
    const x = v128.load(a);
    v128.store(sums, f64x2.add(v128.load(sums), low(x)));
    v128.store(sums, f64x2.add(v128.load(sums, 16), high(x)), 16);
  }
  for (; a < end; a += 4, sums += 8) store<f64>(sums, load<f64>(sums) + <f64>load<f32>(a));
}

/** Gives false where the terms have cancelled and the row needs `accurateRow`. The choice depends on this row alone. */
function fastRow(
  grad: usize,
  columns: i32,
  centered: bool,
  weight: usize,
  normalized: usize,
  out: usize,
): bool {
  const vectors: usize = (columns & ~3) << 2;
  const end: usize = columns << 2;
  let sums = f64x2.splat(0);
  let dots = sums;
  let start: usize = 0;
  while (start < vectors) {
    // Float32 within a run of 64, float64 above.
    const stop = min(start + 256, vectors);
    let run = f32x4.splat(0);
    let dotRun = run;
    for (let at = start; at < stop; at += 16) {
      let h = v128.load(grad + at);
      if (weight) h = f32x4.mul(h, v128.load(weight + at));
      run = f32x4.add(run, h);
      dotRun = madd(h, v128.load(normalized + at), dotRun);
    }
    sums = accumulate(sums, run);
    dots = accumulate(dots, dotRun);
    start = stop;
  }
  let sum = total(sums);
  let dot = total(dots);
  for (let at = vectors; at < end; at += 4) {
    const h = load<f32>(grad + at) * (weight ? load<f32>(weight + at) : 1);
    sum += <f64>h;
    dot += <f64>(h * load<f32>(normalized + at));
  }
  const factor = <f32>scale;
  const offset = centered ? <f32>((-sum / <f64>columns) * scale) : 0;
  const slope = <f32>((-dot / <f64>columns) * scale);
  const factors = f32x4.splat(factor);
  const offsets = f32x4.splat(offset);
  const slopes = f32x4.splat(slope);
  let given = f32x4.splat(0);
  let found = given;
  for (let at: usize = 0; at < vectors; at += 16) {
    let h = v128.load(grad + at);
    if (weight) h = f32x4.mul(h, v128.load(weight + at));
    const dx = madd(h, factors, madd(v128.load(normalized + at), slopes, offsets));
    v128.store(out + at, dx);
    given = f32x4.pmax(given, f32x4.abs(h));
    found = f32x4.pmax(found, f32x4.abs(dx));
  }
  let largest = largestOf(given);
  let largestFound = largestOf(found);
  for (let at = vectors; at < end; at += 4) {
    const h = load<f32>(grad + at) * (weight ? load<f32>(weight + at) : 1);
    const dx = h * factor + (load<f32>(normalized + at) * slope + offset);
    store<f32>(out + at, dx);
    largest = max(largest, abs(h));
    largestFound = max(largestFound, abs(dx));
  }
  return largestFound >= cancelled * factor * largest;
}

function largestOf(x: v128): f32 {
  const left = max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1));
  return max(left, max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)));
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
): void {
  const end: usize = columns << 2;
  let sum: f64 = 0;
  let dot: f64 = 0;
  for (let at: usize = 0; at < end; at += 4) {
    const n = (<f64>load<f32>(x + at) - mean) * scale;
    const upstream = <f64>load<f32>(grad + at);
    const h = upstream * (weight ? <f64>load<f32>(weight + at) : 1);
    sum += h;
    dot += h * n;
    if (weightSums) store<f64>(weightSums + 2 * at, load<f64>(weightSums + 2 * at) + upstream * n);
  }
  const offset = centered ? sum / <f64>columns : 0;
  const slope = dot / <f64>columns;
  for (let at: usize = 0; at < end; at += 4) {
    const n = (<f64>load<f32>(x + at) - mean) * scale;
    const h = <f64>load<f32>(grad + at) * (weight ? <f64>load<f32>(weight + at) : 1);
    store<f32>(out + at, <f32>(scale * (h - offset - n * slope)));
  }
}
