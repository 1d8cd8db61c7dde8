import { accumulate, total } from "./float64Lanes";
import { addRow, blockRows, entryBytes, plainRows, shiftedRows } from "./gradientRows";
import { madd } from "./madd";
import { sumOf2 } from "./neighbours";
import { accurateStatistics, factor, mean, offset, rest, scale, shift, statisticsFrom } from "./statistics";

/** Rows shorter than this go through float64: their terms nearly cancel (two elements: exactly, but for eps). */
const shortRow: i32 = 16;
/** Where a row's gradient has this much less energy than what it is the difference of, float32 has lost digits of it. */
const cancelled: f64 = 1 / 16;
/** So many rows are summed up in float32 before they are added up in float64. */
const runRows: i32 = 16;

/**
 * With n = (x - mean) * scale and h = grad * weight: dx = scale * (h - mean(h) - n * mean(h n)), where mean(h) is left out for
 * a norm that does not centre. grad n is added to weightSums and grad to biasSums, in float64. `room` is for what is
 * kept of four rows (256 bytes), and behind it for two rows of sums.
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
  room: usize,
): void {
  const bytes: usize = columns << 2;
  const weightRun = room + blockRows * entryBytes;
  const biasRun = weightRun + bytes;
  for (let start = 0; start < rows; start += runRows) {
    const stop = min(start + runRows, rows);
    memory.fill(weightRun, 0, 2 * bytes);
    for (let row = start; row < stop; row += blockRows) {
      const count = min(blockRows, stop - row);
      const at = row * bytes;
      oneBlock(x + at, grad + at, count, columns, eps, centered, weight, out + at, weightSums, biasSums, room);
    }
    addRow(weightRun, columns, weightSums);
    addRow(biasRun, columns, biasSums);
  }
}

/** The sums of all rows before what follows from them: what is divided and rooted for one row then hides behind another's. */
function oneBlock(
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
  const end: usize = rows * bytes;
  let entry = block;
  for (let at: usize = 0; at < end; at += bytes, entry += entryBytes)
    sumUp(x + at, grad + at, columns, weight, out + at, entry);
  let source = block;
  entry = block;
  let isShifted = false;
  for (let at: usize = 0; at < end; at += bytes, source += entryBytes)
    if (columns >= shortRow && settle(x + at, columns, eps, centered, out + at, source, entry)) {
      store<usize>(entry, at);
      if (shift != 0) isShifted = true;
      entry += entryBytes;
    } else {
      accurateStatistics(x + at, columns, eps, centered);
      accurateRow(x + at, grad + at, columns, centered, weight, out + at, weightSums, biasSums);
    }
  const weightRun = block + blockRows * entryBytes;
  const biasRun = weightRun + bytes;
  if (isShifted) shiftedRows(x, grad, columns, out, weightRun, biasRun, block, entry);
  else plainRows(x, grad, columns, out, weightRun, biasRun, block, entry);
}

/** Of a row, in an entry's float64 numbers: the sums of x, of x^2, of h, of h x and of h^2 in half of the vectors. */
const sums = 24;

/** Writes h to out, and sums to the entry: float32 within a run of 128, float64 above. */
function sumUp(x: usize, grad: usize, columns: i32, weight: usize, out: usize, entry: usize): void {
  const end = grad + (columns << 2);
  const vectorsEnd = grad + ((columns & ~15) << 2);
  let sumsOfX = f64x2.splat(0);
  let squaresOfX = sumsOfX;
  let sumsOfH = sumsOfX;
  let dots = sumsOfX;
  let squares = sumsOfX;
  while (grad < vectorsEnd) {
    const stop = min(grad + 512, vectorsEnd);
    let t0 = f32x4.splat(0), t1 = t0, u0 = t0, u1 = t0, s0 = t0, s1 = t0, d0 = t0, d1 = t0, q0 = t0, q1 = t0; // prettier-ignore
    for (; grad < stop; grad += 64, x += 64, weight += 64, out += 64) {
      let h0 = f32x4.mul(v128.load(grad), v128.load(weight));
      let h1 = f32x4.mul(v128.load(grad, 16), v128.load(weight, 16));
      let a0 = v128.load(x);
      let a1 = v128.load(x, 16);
      v128.store(out, h0);
      v128.store(out, h1, 16);
      t0 = f32x4.add(t0, a0);
      t1 = f32x4.add(t1, a1);
      u0 = madd(a0, a0, u0);
      u1 = madd(a1, a1, u1);
      s0 = f32x4.add(s0, h0);
      s1 = f32x4.add(s1, h1);
      d0 = madd(h0, a0, d0);
      d1 = madd(h1, a1, d1);
      q0 = madd(h0, h0, q0);
      q1 = madd(h1, h1, q1);
      h0 = f32x4.mul(v128.load(grad, 32), v128.load(weight, 32));
      h1 = f32x4.mul(v128.load(grad, 48), v128.load(weight, 48));
      a0 = v128.load(x, 32);
      a1 = v128.load(x, 48);
      v128.store(out, h0, 32);
      v128.store(out, h1, 48);
      t0 = f32x4.add(t0, a0);
      t1 = f32x4.add(t1, a1);
      u0 = madd(a0, a0, u0);
      u1 = madd(a1, a1, u1);
      s0 = f32x4.add(s0, h0);
      s1 = f32x4.add(s1, h1);
      d0 = madd(h0, a0, d0);
      d1 = madd(h1, a1, d1);
    }
    sumsOfX = accumulate(sumsOfX, sumOf2(0, t0, t1));
    squaresOfX = accumulate(squaresOfX, sumOf2(2, u0, u1));
    sumsOfH = accumulate(sumsOfH, sumOf2(4, s0, s1));
    dots = accumulate(dots, sumOf2(6, d0, d1));
    squares = accumulate(squares, sumOf2(8, q0, q1));
  }
  let sumOfX = total(sumsOfX);
  let squareOfX = total(squaresOfX);
  let sumOfH = total(sumsOfH);
  let dot = total(dots);
  for (; grad < end; grad += 4, x += 4, weight += 4, out += 4) {
    const product = load<f32>(grad) * load<f32>(weight);
    store<f32>(out, product);
    const h = <f64>product;
    const d = <f64>load<f32>(x);
    sumOfX += d;
    squareOfX += d * d;
    sumOfH += h;
    dot += h * d;
  }
  store<f64>(entry + sums, sumOfX);
  store<f64>(entry + sums, squareOfX, 8);
  store<f64>(entry + sums, sumOfH, 16);
  store<f64>(entry + sums, dot, 24);
  store<f64>(entry + sums, total(squares), 32);
}

/**
 * Writes to an entry what follows from the sums in `source`. Gives false where the terms of dx cancel and the row needs `accurateRow`. The
 * choice depends on this row alone: on half of its energy where that is enough already, which it nearly always is.
 */
function settle(
  x: usize,
  columns: i32,
  eps: f64,
  centered: bool,
  h: usize,
  source: usize,
  entry: usize,
): bool {
  const ofX = f64x2.replace_lane(f64x2.splat(load<f64>(source + sums)), 1, load<f64>(source + sums, 8));
  const sumOfH = load<f64>(source + sums, 16);
  let sumOfHD = load<f64>(source + sums, 24);
  let energy = load<f64>(source + sums, 32);
  if (!statisticsFrom(ofX, x, columns, eps, centered)) return false;
  if (shift != 0) sumOfHD = shiftedDot(x, h, columns);
  const inverse = 1 / <f64>columns;
  const meanOfH = centered ? sumOfH * inverse : 0;
  const meanOfHN = scale * (sumOfHD - rest * sumOfH) * inverse;
  const taken = <f64>columns * (meanOfH * meanOfH + meanOfHN * meanOfHN * (1 + eps * scale * scale));
  if (!(energy - taken >= cancelled * energy)) energy = energyOf(h, columns);
  const vanishes = energy < 1e-30 && (sumOfH != 0 || sumOfHD != 0);
  if (!(energy - taken >= cancelled * energy && energy < 1e36) || vanishes) return false;
  store<f32>(entry, shift, 4);
  store<f32>(entry, factor, 8);
  store<f32>(entry, offset, 12);
  store<f32>(entry, <f32>(-scale * scale * meanOfHN), 16);
  store<f32>(entry, <f32>(scale * (scale * rest * meanOfHN - meanOfH)), 20);
  return true;
}

/** The sum of h (x - shift). */
function shiftedDot(x: usize, h: usize, columns: i32): f64 {
  const end = h + (columns << 2);
  const shifts = f32x4.splat(shift);
  let dots = f64x2.splat(0);
  for (; h + 64 <= end; h += 64, x += 64) {
    let d = f32x4.mul(v128.load(h), f32x4.sub(v128.load(x), shifts));
    d = madd(v128.load(h, 16), f32x4.sub(v128.load(x, 16), shifts), d);
    d = madd(v128.load(h, 32), f32x4.sub(v128.load(x, 32), shifts), d);
    d = madd(v128.load(h, 48), f32x4.sub(v128.load(x, 48), shifts), d);
    dots = accumulate(dots, d);
  }
  let sum = total(dots);
  for (; h < end; h += 4, x += 4) sum += <f64>load<f32>(h) * <f64>(load<f32>(x) - shift);
  return sum;
}

/** The sum of h^2. */
function energyOf(h: usize, columns: i32): f64 {
  const end = h + (columns << 2);
  let sum: f64 = 0;
  for (; h < end; h += 4) sum += <f64>load<f32>(h) * <f64>load<f32>(h);
  return sum;
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
