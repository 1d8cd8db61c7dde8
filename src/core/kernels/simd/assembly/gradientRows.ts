// The gradients of a few rows of a norm whose statistics are known.
import { high, low } from "./float64Lanes";
import { madd } from "./madd";

/** Rows that are worked on at once, and what is kept of each: see `remember` in normalizeGradient.ts. */
export const blockRows: i32 = 4;
export const entryBytes: usize = 32;

/** Sixteen columns of the waiting rows after the other sixteen: their sums over rows stay in registers. */
export function fastRows(
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
  for (; at + 64 <= end; at += 64) {
    const w = weight + at;
    let n0 = f32x4.splat(0), n1 = n0, n2 = n0, n3 = n0, g0 = n0, g1 = n0, g2 = n0, g3 = n0; // prettier-ignore
    for (let entry = block; entry < blockEnd; entry += entryBytes) {
      const place = at + load<usize>(entry);
      const shifts = v128.load32_splat(entry, 4);
      const factors = v128.load32_splat(entry, 8);
      const offsets = v128.load32_splat(entry, 12);
      const slopes = v128.load32_splat(entry, 16);
      const bases = v128.load32_splat(entry, 20);
      const d0 = f32x4.sub(v128.load(x + place), shifts);
      const a0 = v128.load(grad + place);
      n0 = madd(a0, madd(d0, factors, offsets), n0);
      g0 = f32x4.add(g0, a0);
      v128.store(out + place, madd(f32x4.mul(a0, v128.load(w)), factors, madd(d0, slopes, bases)));
      const d1 = f32x4.sub(v128.load(x + place, 16), shifts);
      const a1 = v128.load(grad + place, 16);
      n1 = madd(a1, madd(d1, factors, offsets), n1);
      g1 = f32x4.add(g1, a1);
      v128.store(out + place, madd(f32x4.mul(a1, v128.load(w, 16)), factors, madd(d1, slopes, bases)), 16);
      const d2 = f32x4.sub(v128.load(x + place, 32), shifts);
      const a2 = v128.load(grad + place, 32);
      n2 = madd(a2, madd(d2, factors, offsets), n2);
      g2 = f32x4.add(g2, a2);
      v128.store(out + place, madd(f32x4.mul(a2, v128.load(w, 32)), factors, madd(d2, slopes, bases)), 32);
      const d3 = f32x4.sub(v128.load(x + place, 48), shifts);
      const a3 = v128.load(grad + place, 48);
      n3 = madd(a3, madd(d3, factors, offsets), n3);
      g3 = f32x4.add(g3, a3);
      v128.store(out + place, madd(f32x4.mul(a3, v128.load(w, 48)), factors, madd(d3, slopes, bases)), 48);
    }
    addTo(weightSums + 2 * at, n0, n1);
    addTo(weightSums + 2 * at + 64, n2, n3);
    addTo(biasSums + 2 * at, g0, g1);
    addTo(biasSums + 2 * at + 64, g2, g3);
  }
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
