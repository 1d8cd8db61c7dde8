// What the gradient of a norm needs of a row before anything can be written: its sums.
import { accumulate, high, low } from "./float64Lanes";
import { madd } from "./madd";
import { sumOf2, sumOf4 } from "./neighbours";

/** Where an entry has a row's sums, each as two halves in float64: of x, of x^2, of h = grad weight, of h x, and of h^2 in half of the vectors. */
export const sumOfX: usize = 32;
export const squareOfX: usize = 48;
export const sumOfH: usize = 64;
export const dotOfHX: usize = 80;
export const energyOfH: usize = 96;

/** Elements, in bytes, that are summed up in float32: sixteen terms one after the other in each of sixteen lanes. */
const runBytes: usize = 1024;

/**
 * Writes a row's sums to its entry: float32 within a run, float64 above. One row at a time, from its beginning to its end: of rows side by side
 * the processor fetches nothing ahead. The same bits with registers of 256 bits (`wide`) and without.
 */
export function sumUp(x: usize, grad: usize, columns: i32, weight: usize, entry: usize, wide: bool): void {
  const end = grad + (columns << 2);
  let isMore = false;
  const vectorsEnd = grad + ((columns & ~15) << 2);
  while (grad < vectorsEnd) {
    const bytes = min(runBytes, vectorsEnd - grad);
    if (ASC_FEATURE_RELAXED_SIMD && wide) wideRun(x, grad, grad + bytes, weight, entry, isMore);
    else narrowRun(x, grad, grad + bytes, weight, entry, isMore);
    isMore = true;
    x += bytes;
    weight += bytes;
    grad += bytes;
  }
  if (grad < end) addRest(x, grad, end, weight, entry);
}

/** Writes a sum to an entry, or adds to what is there. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function add(at: usize, x: v128, isMore: bool): void {
  let sum = f64x2.add(low(x), high(x));
  if (isMore) sum = f64x2.add(v128.load(at), sum);
  v128.store(at, sum);
}

/** With as many accumulators as registers of 256 bits have room for: every addition waits for the one before it in the same. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function wideRun(x: usize, grad: usize, stop: usize, weight: usize, entry: usize, isMore: bool): void {
  let t0 = f32x4.splat(0), t1 = t0, t2 = t0, t3 = t0, u0 = t0, u1 = t0, u2 = t0, u3 = t0; // prettier-ignore
  let s0 = t0, s1 = t0, s2 = t0, s3 = t0, d0 = t0, d1 = t0, d2 = t0, d3 = t0, q0 = t0, q1 = t0; // prettier-ignore
  for (; grad < stop; grad += 64, x += 64, weight += 64) {
    const a0 = v128.load(x), a1 = v128.load(x, 16); // prettier-ignore
    const h0 = f32x4.mul(v128.load(grad), v128.load(weight));
    const h1 = f32x4.mul(v128.load(grad, 16), v128.load(weight, 16));
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
    const a2 = v128.load(x, 32), a3 = v128.load(x, 48); // prettier-ignore
    const h2 = f32x4.mul(v128.load(grad, 32), v128.load(weight, 32));
    const h3 = f32x4.mul(v128.load(grad, 48), v128.load(weight, 48));
    t2 = f32x4.add(t2, a2);
    t3 = f32x4.add(t3, a3);
    u2 = madd(a2, a2, u2);
    u3 = madd(a3, a3, u3);
    s2 = f32x4.add(s2, h2);
    s3 = f32x4.add(s3, h3);
    d2 = madd(h2, a2, d2);
    d3 = madd(h3, a3, d3);
  }
  add(entry + sumOfX, sumOf4(0, t0, t1, t2, t3), isMore);
  add(entry + squareOfX, sumOf4(4, u0, u1, u2, u3), isMore);
  add(entry + sumOfH, sumOf4(8, s0, s1, s2, s3), isMore);
  add(entry + dotOfHX, sumOf4(12, d0, d1, d2, d3), isMore);
  add(entry + energyOfH, sumOf2(16, q0, q1), isMore);
}

/** What the first half of `narrowRun` leaves to the second. */
const partial = memory.data(64, 16);

/** With half as many, which registers of 128 bits hold: first the first two vectors of every four, then the others. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function narrowRun(x: usize, grad: usize, stop: usize, weight: usize, entry: usize, isMore: bool): void {
  halfRun(x, grad, stop, weight, entry, true, isMore);
  halfRun(x + 32, grad + 32, stop + 32, weight + 32, entry, false, isMore);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function halfRun(x: usize, grad: usize, stop: usize, weight: usize, entry: usize, isFirst: bool, isMore: bool): void {
  let t0 = f32x4.splat(0), t1 = t0, u0 = t0, u1 = t0, s0 = t0, s1 = t0, d0 = t0, d1 = t0, q0 = t0, q1 = t0; // prettier-ignore
  for (; grad < stop; grad += 64, x += 64, weight += 64) {
    const a0 = v128.load(x), a1 = v128.load(x, 16); // prettier-ignore
    const h0 = f32x4.mul(v128.load(grad), v128.load(weight));
    const h1 = f32x4.mul(v128.load(grad, 16), v128.load(weight, 16));
    t0 = f32x4.add(t0, a0);
    t1 = f32x4.add(t1, a1);
    u0 = madd(a0, a0, u0);
    u1 = madd(a1, a1, u1);
    s0 = f32x4.add(s0, h0);
    s1 = f32x4.add(s1, h1);
    d0 = madd(h0, a0, d0);
    d1 = madd(h1, a1, d1);
    if (isFirst) q0 = madd(h0, h0, q0);
    if (isFirst) q1 = madd(h1, h1, q1);
  }
  const t = f32x4.add(t0, t1);
  const u = f32x4.add(u0, u1);
  const s = f32x4.add(s0, s1);
  const d = f32x4.add(d0, d1);
  if (isFirst) {
    v128.store(partial, t);
    v128.store(partial, u, 16);
    v128.store(partial, s, 32);
    v128.store(partial, d, 48);
    add(entry + energyOfH, f32x4.add(q0, q1), isMore);
  } else {
    add(entry + sumOfX, f32x4.add(v128.load(partial), t), isMore);
    add(entry + squareOfX, f32x4.add(v128.load(partial, 16), u), isMore);
    add(entry + sumOfH, f32x4.add(v128.load(partial, 32), s), isMore);
    add(entry + dotOfHX, f32x4.add(v128.load(partial, 48), d), isMore);
  }
}

/** What is left of a row behind whole vectors. */
function addRest(x: usize, grad: usize, end: usize, weight: usize, entry: usize): void {
  for (; grad < end; grad += 4, x += 4, weight += 4) {
    const h = <f64>(load<f32>(grad) * load<f32>(weight));
    const a = <f64>load<f32>(x);
    store<f64>(entry + sumOfX, load<f64>(entry + sumOfX) + a);
    store<f64>(entry + squareOfX, load<f64>(entry + squareOfX) + a * a);
    store<f64>(entry + sumOfH, load<f64>(entry + sumOfH) + h);
    store<f64>(entry + dotOfHX, load<f64>(entry + dotOfHX) + h * a);
  }
}

/** The sum of h (x - shift). */
export function shiftedDot(x: usize, grad: usize, columns: i32, weight: usize, shift: f32): f64 {
  const end = grad + (columns << 2);
  const shifts = f32x4.splat(shift);
  let dots = f64x2.splat(0);
  for (; grad + 16 <= end; grad += 16, x += 16, weight += 16) {
    const h = f32x4.mul(v128.load(grad), v128.load(weight));
    dots = accumulate(dots, f32x4.mul(h, f32x4.sub(v128.load(x), shifts)));
  }
  let sum = f64x2.extract_lane(dots, 0) + f64x2.extract_lane(dots, 1);
  for (; grad < end; grad += 4, x += 4, weight += 4)
    sum += <f64>(load<f32>(grad) * load<f32>(weight)) * <f64>(load<f32>(x) - shift);
  return sum;
}

/** The sum of h^2, of all elements. */
export function wholeEnergy(grad: usize, columns: i32, weight: usize): f64 {
  const end = grad + (columns << 2);
  let sum: f64 = 0;
  for (; grad < end; grad += 4, weight += 4) {
    const h = <f64>(load<f32>(grad) * load<f32>(weight));
    sum += h * h;
  }
  return sum;
}
