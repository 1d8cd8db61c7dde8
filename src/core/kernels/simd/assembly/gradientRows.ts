// The gradients of a few rows of a norm whose statistics are known.
import { high, low } from "./float64Lanes";
import { madd } from "./madd";
import { shifted4 } from "./statistics";

/** Rows that are worked on at once. */
export const blockRows: i32 = 4;
/**
 * What is kept of each: where it is, the shift, with d = x - shift what makes n = d factor + offset and dx = h factor + d slope + base, all of
 * four bytes; and from byte 24 on what `sumUp` in normalizeGradient.ts found, in float64.
 */
export const entryBytes: usize = 64;

/** `fastRows` of rows of which some are shifted. */
export function shiftedRows(
  x: usize,
  grad: usize,
  columns: i32,
  out: usize,
  weightRun: usize,
  biasRun: usize,
  block: usize,
  blockEnd: usize,
): void {
  fastRows(x, grad, columns, out, weightRun, biasRun, block, blockEnd, true);
}

/** `fastRows` of rows none of which is shifted. */
export function plainRows(
  x: usize,
  grad: usize,
  columns: i32,
  out: usize,
  weightRun: usize,
  biasRun: usize,
  block: usize,
  blockEnd: usize,
): void {
  fastRows(x, grad, columns, out, weightRun, biasRun, block, blockEnd, false);
}

/**
 * dx of the rows in [block, blockEnd) to out, where h = grad weight lies until then; grad n is added to weightRun and grad to biasRun, in
 * float32. Sixteen columns of all rows after the other sixteen: their sums over rows stay in registers.
 */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function fastRows(
  x: usize,
  grad: usize,
  columns: i32,
  out: usize,
  weightRun: usize,
  biasRun: usize,
  block: usize,
  blockEnd: usize,
  isShifted: bool,
): void {
  const end: usize = columns << 2;
  let at: usize = 0;
  for (; at + 64 <= end; at += 64) {
    let n0 = v128.load(weightRun + at);
    let n1 = v128.load(weightRun + at, 16);
    let n2 = v128.load(weightRun + at, 32);
    let n3 = v128.load(weightRun + at, 48);
    let g0 = v128.load(biasRun + at);
    let g1 = v128.load(biasRun + at, 16);
    let g2 = v128.load(biasRun + at, 32);
    let g3 = v128.load(biasRun + at, 48);
    for (let entry = block; entry < blockEnd; entry += entryBytes) {
      const place = at + load<usize>(entry);
      const shifts = v128.load32_splat(entry, 4);
      const factors = v128.load32_splat(entry, 8);
      const offsets = v128.load32_splat(entry, 12);
      const slopes = v128.load32_splat(entry, 16);
      const bases = v128.load32_splat(entry, 20);
      const a0 = v128.load(grad + place);
      const a1 = v128.load(grad + place, 16);
      const d0 = shifted4(v128.load(x + place), shifts, isShifted);
      const d1 = shifted4(v128.load(x + place, 16), shifts, isShifted);
      n0 = madd(a0, madd(d0, factors, offsets), n0);
      n1 = madd(a1, madd(d1, factors, offsets), n1);
      g0 = f32x4.add(g0, a0);
      g1 = f32x4.add(g1, a1);
      const y0 = madd(v128.load(out + place), factors, madd(d0, slopes, bases));
      const y1 = madd(v128.load(out + place, 16), factors, madd(d1, slopes, bases));
      v128.store(out + place, y0);
      v128.store(out + place, y1, 16);
      const a2 = v128.load(grad + place, 32);
      const a3 = v128.load(grad + place, 48);
      const d2 = shifted4(v128.load(x + place, 32), shifts, isShifted);
      const d3 = shifted4(v128.load(x + place, 48), shifts, isShifted);
      n2 = madd(a2, madd(d2, factors, offsets), n2);
      n3 = madd(a3, madd(d3, factors, offsets), n3);
      g2 = f32x4.add(g2, a2);
      g3 = f32x4.add(g3, a3);
      const y2 = madd(v128.load(out + place, 32), factors, madd(d2, slopes, bases));
      const y3 = madd(v128.load(out + place, 48), factors, madd(d3, slopes, bases));
      v128.store(out + place, y2, 32);
      v128.store(out + place, y3, 48);
    }
    v128.store(weightRun + at, n0);
    v128.store(weightRun + at, n1, 16);
    v128.store(weightRun + at, n2, 32);
    v128.store(weightRun + at, n3, 48);
    v128.store(biasRun + at, g0);
    v128.store(biasRun + at, g1, 16);
    v128.store(biasRun + at, g2, 32);
    v128.store(biasRun + at, g3, 48);
  }
  for (; at < end; at += 4)
    for (let entry = block; entry < blockEnd; entry += entryBytes)
      oneColumn(x, grad, out, weightRun, biasRun, entry, at);
}

function oneColumn(
  x: usize,
  grad: usize,
  out: usize,
  weightRun: usize,
  biasRun: usize,
  entry: usize,
  at: usize,
): void {
  const place = at + load<usize>(entry);
  const d = load<f32>(x + place) - load<f32>(entry, 4);
  const upstream = load<f32>(grad + place);
  const factor = load<f32>(entry, 8);
  const n = d * factor + load<f32>(entry, 12);
  const rest = d * load<f32>(entry, 16) + load<f32>(entry, 20);
  store<f32>(out + place, load<f32>(out + place) * factor + rest);
  store<f32>(weightRun + at, load<f32>(weightRun + at) + upstream * n);
  store<f32>(biasRun + at, load<f32>(biasRun + at) + upstream);
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
