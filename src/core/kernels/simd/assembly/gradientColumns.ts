// The gradients of a few rows of a norm, some columns after the others.
import { entryBytes } from "./gradientRows";
import { madd } from "./madd";
import { shifted4 } from "./statistics";

/** All rows of sixteen columns: dx to out; grad n is added to weightRun and grad to biasRun. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function sixteenColumns(
  x: usize,
  grad: usize,
  weight: usize,
  out: usize,
  weightRun: usize,
  biasRun: usize,
  block: usize,
  blockEnd: usize,
  isShifted: bool,
): void {
  const zero = f32x4.splat(0);
  let n0 = zero, n1 = zero, n2 = zero, n3 = zero; // prettier-ignore
  let g0 = zero, g1 = zero, g2 = zero, g3 = zero; // prettier-ignore
  for (let entry = block; entry < blockEnd; entry += entryBytes) {
    const place = load<usize>(entry);
    const shifts = isShifted ? v128.load32_splat(entry, 4) : zero;
    const factors = v128.load32_splat(entry, 8);
    const offsets = v128.load32_splat(entry, 12);
    const slopes = v128.load32_splat(entry, 16);
    const bases = v128.load32_splat(entry, 20);
    const a0 = v128.load(grad + place);
    const a1 = v128.load(grad + place, 16);
    const d0 = shifted4(v128.load(x + place), shifts, isShifted);
    const d1 = shifted4(v128.load(x + place, 16), shifts, isShifted);
    const h0 = f32x4.mul(a0, v128.load(weight));
    const h1 = f32x4.mul(a1, v128.load(weight, 16));
    n0 = madd(a0, madd(d0, factors, offsets), n0);
    n1 = madd(a1, madd(d1, factors, offsets), n1);
    g0 = f32x4.add(g0, a0);
    g1 = f32x4.add(g1, a1);
    const y0 = madd(h0, factors, madd(d0, slopes, bases));
    const y1 = madd(h1, factors, madd(d1, slopes, bases));
    v128.store(out + place, y0);
    v128.store(out + place, y1, 16);
    const a2 = v128.load(grad + place, 32);
    const a3 = v128.load(grad + place, 48);
    const d2 = shifted4(v128.load(x + place, 32), shifts, isShifted);
    const d3 = shifted4(v128.load(x + place, 48), shifts, isShifted);
    const h2 = f32x4.mul(a2, v128.load(weight, 32));
    const h3 = f32x4.mul(a3, v128.load(weight, 48));
    n2 = madd(a2, madd(d2, factors, offsets), n2);
    n3 = madd(a3, madd(d3, factors, offsets), n3);
    g2 = f32x4.add(g2, a2);
    g3 = f32x4.add(g3, a3);
    const y2 = madd(h2, factors, madd(d2, slopes, bases));
    const y3 = madd(h3, factors, madd(d3, slopes, bases));
    v128.store(out + place, y2, 32);
    v128.store(out + place, y3, 48);
  }
  addFour(weightRun, n0, n1, n2, n3);
  addFour(biasRun, g0, g1, g2, g3);
}

/** The same for thirty-two. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function thirtyTwoColumns(
  x: usize,
  grad: usize,
  weight: usize,
  out: usize,
  weightRun: usize,
  biasRun: usize,
  block: usize,
  blockEnd: usize,
  isShifted: bool,
): void {
  const zero = f32x4.splat(0);
  let n0 = zero, n1 = zero, n2 = zero, n3 = zero, n4 = zero, n5 = zero, n6 = zero, n7 = zero; // prettier-ignore
  let g0 = zero, g1 = zero, g2 = zero, g3 = zero, g4 = zero, g5 = zero, g6 = zero, g7 = zero; // prettier-ignore
  for (let entry = block; entry < blockEnd; entry += entryBytes) {
    const place = load<usize>(entry);
    const shifts = isShifted ? v128.load32_splat(entry, 4) : zero;
    const factors = v128.load32_splat(entry, 8);
    const offsets = v128.load32_splat(entry, 12);
    const slopes = v128.load32_splat(entry, 16);
    const bases = v128.load32_splat(entry, 20);
    const a0 = v128.load(grad + place);
    const a1 = v128.load(grad + place, 16);
    const d0 = shifted4(v128.load(x + place), shifts, isShifted);
    const d1 = shifted4(v128.load(x + place, 16), shifts, isShifted);
    const h0 = f32x4.mul(a0, v128.load(weight));
    const h1 = f32x4.mul(a1, v128.load(weight, 16));
    n0 = madd(a0, madd(d0, factors, offsets), n0);
    n1 = madd(a1, madd(d1, factors, offsets), n1);
    g0 = f32x4.add(g0, a0);
    g1 = f32x4.add(g1, a1);
    const y0 = madd(h0, factors, madd(d0, slopes, bases));
    const y1 = madd(h1, factors, madd(d1, slopes, bases));
    v128.store(out + place, y0);
    v128.store(out + place, y1, 16);
    const a2 = v128.load(grad + place, 32);
    const a3 = v128.load(grad + place, 48);
    const d2 = shifted4(v128.load(x + place, 32), shifts, isShifted);
    const d3 = shifted4(v128.load(x + place, 48), shifts, isShifted);
    const h2 = f32x4.mul(a2, v128.load(weight, 32));
    const h3 = f32x4.mul(a3, v128.load(weight, 48));
    n2 = madd(a2, madd(d2, factors, offsets), n2);
    n3 = madd(a3, madd(d3, factors, offsets), n3);
    g2 = f32x4.add(g2, a2);
    g3 = f32x4.add(g3, a3);
    const y2 = madd(h2, factors, madd(d2, slopes, bases));
    const y3 = madd(h3, factors, madd(d3, slopes, bases));
    v128.store(out + place, y2, 32);
    v128.store(out + place, y3, 48);
    const a4 = v128.load(grad + place, 64);
    const a5 = v128.load(grad + place, 80);
    const d4 = shifted4(v128.load(x + place, 64), shifts, isShifted);
    const d5 = shifted4(v128.load(x + place, 80), shifts, isShifted);
    const h4 = f32x4.mul(a4, v128.load(weight, 64));
    const h5 = f32x4.mul(a5, v128.load(weight, 80));
    n4 = madd(a4, madd(d4, factors, offsets), n4);
    n5 = madd(a5, madd(d5, factors, offsets), n5);
    g4 = f32x4.add(g4, a4);
    g5 = f32x4.add(g5, a5);
    const y4 = madd(h4, factors, madd(d4, slopes, bases));
    const y5 = madd(h5, factors, madd(d5, slopes, bases));
    v128.store(out + place, y4, 64);
    v128.store(out + place, y5, 80);
    const a6 = v128.load(grad + place, 96);
    const a7 = v128.load(grad + place, 112);
    const d6 = shifted4(v128.load(x + place, 96), shifts, isShifted);
    const d7 = shifted4(v128.load(x + place, 112), shifts, isShifted);
    const h6 = f32x4.mul(a6, v128.load(weight, 96));
    const h7 = f32x4.mul(a7, v128.load(weight, 112));
    n6 = madd(a6, madd(d6, factors, offsets), n6);
    n7 = madd(a7, madd(d7, factors, offsets), n7);
    g6 = f32x4.add(g6, a6);
    g7 = f32x4.add(g7, a7);
    const y6 = madd(h6, factors, madd(d6, slopes, bases));
    const y7 = madd(h7, factors, madd(d7, slopes, bases));
    v128.store(out + place, y6, 96);
    v128.store(out + place, y7, 112);
  }
  addFour(weightRun, n0, n1, n2, n3);
  addFour(weightRun + 64, n4, n5, n6, n7);
  addFour(biasRun, g0, g1, g2, g3);
  addFour(biasRun + 64, g4, g5, g6, g7);
}

/** Adds four vectors to those in memory. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function addFour(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const s0 = f32x4.add(v128.load(to), a);
  const s1 = f32x4.add(v128.load(to, 16), b);
  const s2 = f32x4.add(v128.load(to, 32), c);
  const s3 = f32x4.add(v128.load(to, 48), d);
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}

/** The same for one. */
export function oneColumn(
  x: usize,
  grad: usize,
  weight: usize,
  out: usize,
  weightRun: usize,
  biasRun: usize,
  entry: usize,
): void {
  const place = load<usize>(entry);
  const d = load<f32>(x + place) - load<f32>(entry, 4);
  const upstream = load<f32>(grad + place);
  const factor = load<f32>(entry, 8);
  const n = d * factor + load<f32>(entry, 12);
  const rest = d * load<f32>(entry, 16) + load<f32>(entry, 20);
  store<f32>(out + place, upstream * load<f32>(weight) * factor + rest);
  store<f32>(weightRun, load<f32>(weightRun) + upstream * n);
  store<f32>(biasRun, load<f32>(biasRun) + upstream);
}
