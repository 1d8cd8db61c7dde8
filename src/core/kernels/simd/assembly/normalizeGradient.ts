import { settle, settleTwo } from "./gradientCoefficients";
import { addRow, blockRows, entryBytes, plainRows, shiftedRows } from "./gradientRows";
import { sumUp } from "./gradientSums";
import { accurateStatistics, mean, scale, shift } from "./statistics";

/** Rows shorter than this go through float64: their terms nearly cancel (two elements: exactly, but for eps). */
const shortRow: i32 = 16;
/** So many rows are summed up in float32, a block after the other, before they are added up in float64. */
const runRows: i32 = 64;
/** Elements that no cache holds. */
const beyondCaches: i32 = 2 ** 21;

/** Rows that are worked on at once: what the first-level cache holds. Of long rows beyond the caches one, for only what lies one behind the other is fetched ahead. */
function rowsTogether(rows: i32, columns: i32): i32 {
  if (columns <= 128) return blockRows;
  return columns > 256 && rows * columns > beyondCaches ? 1 : 4;
}

/**
 * With n = (x - mean) * scale and h = grad * weight: dx = scale * (h - mean(h) - n * mean(h n)), where mean(h) is left out for
 * a norm that does not centre. grad n is added to weightSums and grad to biasSums, in float64. `room` is for what is
 * kept of eight rows (1024 bytes), and behind it for two rows of sums. The bits do not depend on `wide`: whether registers have 256 bits.
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
  wide: bool,
): void {
  const bytes: usize = columns << 2;
  const weightRun = room + blockRows * entryBytes;
  const biasRun = weightRun + bytes;
  const together = rowsTogether(rows, columns);
  for (let start = 0; start < rows; start += runRows) {
    const stop = min(start + runRows, rows);
    for (let at = weightRun; at < biasRun + bytes; at += 16) v128.store(at, f32x4.splat(0));
    for (let row = start; row < stop; row += together) {
      const count = min(together, stop - row);
      const at = row * bytes;
      oneBlock(x + at, grad + at, count, columns, eps, centered, weight, out + at, weightSums, biasSums, room, wide);
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
  wide: bool,
): void {
  const bytes: usize = columns << 2;
  const end: usize = rows * bytes;
  const isLong = columns >= shortRow;
  let entry = block;
  if (isLong)
    for (let at: usize = 0; at < end; at += bytes, entry += entryBytes)
      sumUp(x + at, grad + at, columns, weight, entry, wide);
  let source = block;
  entry = block;
  let isShifted = false;
  const count = <f64>columns;
  for (let at: usize = 0; at < end; at += bytes, source += entryBytes)
    if (isLong && at + bytes < end && settleTwo(count, eps, centered, source, entry)) {
      store<usize>(entry, at);
      store<usize>(entry + entryBytes, at + bytes);
      entry += 2 * entryBytes;
      at += bytes;
      source += entryBytes;
    } else if (
      isLong &&
      settle(x + at, grad + at, columns, eps, centered, weight, source, entry)
    ) {
      store<usize>(entry, at);
      if (shift != 0) isShifted = true;
      entry += entryBytes;
    } else {
      accurateStatistics(x + at, columns, eps, centered);
      accurateRow(x + at, grad + at, columns, centered, weight, out + at, weightSums, biasSums);
    }
  const weightRun = block + blockRows * entryBytes;
  const biasRun = weightRun + bytes;
  if (isShifted) shiftedRows(x, grad, columns, weight, out, weightRun, biasRun, block, entry, wide);
  else plainRows(x, grad, columns, weight, out, weightRun, biasRun, block, entry, wide);
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
