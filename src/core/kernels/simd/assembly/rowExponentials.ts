// The exponentials of a row and their sum: where softmax spends its time.
import { accumulate, total } from "./float64Lanes";
import { madd } from "./madd";
import { loadUpTo4 } from "./partialVector";

/** Constants, loaded where they are used: see exponential.ts, whose polynomial and ln 2 these are. */
const table = memory.data<f32>([
  0.0013843653723597527, 0.00837415549904108, 0.04166800156235695, 0.16666431725025177, 0.4999999403953552, 1,
  // 1 / ln 2, -ln 2 in two parts, and what rounds to an integer with the bias of an exponent.
  1.4426950408889634, -0.693359375, 2.1219444e-4, 12583039,
  // Its power of 2 is the first whose biased exponent is 0.
  -88,
]); // prettier-ignore

/** Room for the last elements of a row. */
const spare = memory.data(64, 16);

/** The table's number `index`, four times. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function constant(index: usize): v128 {
  return v128.load32_splat(table + (index << 2));
}

/**
 * out = e^(x - largest); gives their sum: float32 within a run of 64, float64 above. What is left at a row's end is filled up to sixteen,
 * so that a row has the same sum when terms of 0 follow it.
 */
export function exponentials(x: usize, end: usize, largest: f32, out: usize): f64 {
  const shifts = f32x4.splat(largest);
  let sums = f64x2.splat(0);
  while (x < end) {
    const stop = min(x + 256, end);
    let run = f32x4.splat(0);
    for (; x + 64 <= stop; x += 64, out += 64)
      run = sixteen(v128.load(x), v128.load(x, 16), v128.load(x, 32), v128.load(x, 48), shifts, out, run);
    if (x < stop) {
      run = lastFew(x, stop, shifts, out, run);
      x = stop;
    }
    sums = accumulate(sums, run);
  }
  return total(sums);
}

function lastFew(x: usize, end: usize, shifts: v128, out: usize, sum: v128): v128 {
  const none = f32x4.splat(-Infinity);
  const a = loadUpTo4(x, end, none);
  const b = loadUpTo4(x + 16, end, none);
  const c = loadUpTo4(x + 32, end, none);
  const d = loadUpTo4(x + 48, end, none);
  sum = sixteen(a, b, c, d, shifts, spare, sum);
  let from: usize = spare;
  for (; x + 16 <= end; x += 16, out += 16, from += 16) v128.store(out, v128.load(from));
  for (; x < end; x += 4, out += 4, from += 4) store<f32>(out, load<f32>(from));
  return sum;
}

/**
 * Writes e^(x - shift) of sixteen numbers that are at most the shift, and adds them to the sum; 0 where that is below -87.7. Four vectors in
 * step: each step waits for the one before, and a processor that is handed a whole exponential after the other cannot look ahead far
 * enough to find others to do meanwhile. The least x is a floor that lets a NaN pass.
 */
// prettier-ignore
// @ts-expect-error: a decorator of AssemblyScript
@inline
function sixteen(a: v128, b: v128, c: v128, d: v128, shifts: v128, out: usize, sum: v128): v128 {
  let k = constant(10);
  a = f32x4.pmax(f32x4.sub(a, shifts), k);
  b = f32x4.pmax(f32x4.sub(b, shifts), k);
  c = f32x4.pmax(f32x4.sub(c, shifts), k);
  d = f32x4.pmax(f32x4.sub(d, shifts), k);

  // x = n ln 2 + r; from here on a to d are the four r, and the powers 2^n.
  k = constant(6);
  const bias = constant(9);
  let powerA = madd(a, k, bias), powerB = madd(b, k, bias), powerC = madd(c, k, bias), powerD = madd(d, k, bias);
  for (let part = 7; part <= 8; part++) {
    k = constant(part);
    a = madd(f32x4.sub(powerA, bias), k, a);
    b = madd(f32x4.sub(powerB, bias), k, b);
    c = madd(f32x4.sub(powerC, bias), k, c);
    d = madd(f32x4.sub(powerD, bias), k, d);
  }
  powerA = i32x4.shl(powerA, 23);
  powerB = i32x4.shl(powerB, 23);
  powerC = i32x4.shl(powerC, 23);
  powerD = i32x4.shl(powerD, 23);

  k = constant(0);
  let p = k, q = k, r = k, s = k;
  for (let term = 1; term <= 6; term++) {
    k = constant(min(term, 5));
    p = madd(p, a, k);
    q = madd(q, b, k);
    r = madd(r, c, k);
    s = madd(s, d, k);
  }
  p = f32x4.mul(p, powerA);
  q = f32x4.mul(q, powerB);
  r = f32x4.mul(r, powerC);
  s = f32x4.mul(s, powerD);
  v128.store(out, p);
  v128.store(out, q, 16);
  v128.store(out, r, 32);
  v128.store(out, s, 48);
  return f32x4.add(sum, f32x4.add(f32x4.add(p, q), f32x4.add(r, s)));
}
