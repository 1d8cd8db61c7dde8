// The exponentials of a row and their sum: where softmax spends its time.
import { accumulate, total } from "./float64Lanes";
import { madd } from "./madd";
import { sumOf4 } from "./neighbours";

/** Constants, loaded where they are used: see exponential.ts. */
const table = memory.data<f32>([
  // Powers of f from the fifth down (test/core/kernels/reference/exponential.py).
  0.001326472731307149, 0.009671512991189957, 0.05550733581185341, 0.24022242426872253, 0.6931470036506653, 1,
  // 1 / ln 2, and what rounds to an integer with the bias of an exponent.
  1.4426950408889634, 12583039,
  // Its power of 2 is the first whose biased exponent is 0.
  -88,
]); // prettier-ignore

/** Elements that are summed up in float32, in bytes. */
const runBytes: usize = 256;
/** Room for the last run of a row. */
const spare = memory.data(256, 16);

/** The table's number `index`, four times. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function constant(index: usize): v128 {
  return v128.load32_splat(table + (index << 2));
}

/**
 * out = e^(x - largest); gives their sum: float32 within a run of 64, float64 above. A last run that is no multiple of sixteen is filled
 * up, so that a row has the same sum when terms of 0 follow it.
 */
export function exponentials(x: usize, end: usize, largest: f32, out: usize): f64 {
  const bytes = end - x;
  if ((bytes & 63) == 0) return total(runs(x, end, largest, out));
  const whole = bytes & ~(runBytes - 1);
  const sums = runs(x, x + whole, largest, out);
  return total(f64x2.add(sums, lastRun(x + whole, end, largest, out + whole)));
}

/** Less than a whole run. */
function lastRun(x: usize, end: usize, largest: f32, out: usize): v128 {
  const bytes = end - x;
  const filled = (bytes + 63) & ~63;
  memory.copy(spare, x, bytes);
  for (let at = bytes; at < filled; at += 4) store<f32>(spare + at, -Infinity);
  const sums = runs(spare, spare + filled, largest, spare);
  memory.copy(out, spare, bytes);
  return sums;
}

/**
 * Writes e^(x - largest) of numbers that are at most the largest, sixteen after the other, and gives their sums; 0 where that is below
 * -87.7. To 1.5e-7, or what a change of x - largest in its last bit makes of it.
 */
// prettier-ignore
function runs(x: usize, end: usize, largest: f32, out: usize): v128 {
  const shifts = f32x4.splat(largest);
  let sums = f64x2.splat(0);
  while (x < end) {
    const stop = min(x + runBytes, end);
    let sumA = f32x4.splat(0), sumB = sumA, sumC = sumA, sumD = sumA;
    for (; x < stop; x += 64, out += 64) {
      let a = v128.load(x), b = v128.load(x, 16), c = v128.load(x, 32), d = v128.load(x, 48);
      // A floor that lets a NaN pass.
      let k = constant(8);
      a = f32x4.pmax(f32x4.sub(a, shifts), k);
      b = f32x4.pmax(f32x4.sub(b, shifts), k);
      c = f32x4.pmax(f32x4.sub(c, shifts), k);
      d = f32x4.pmax(f32x4.sub(d, shifts), k);

      // x / ln 2 = n + f; from here on a to d are the four f.
      const bias = constant(7);
      k = constant(6);
      const na = madd(a, k, bias), nb = madd(b, k, bias), nc = madd(c, k, bias), nd = madd(d, k, bias);
      a = madd(a, k, f32x4.sub(bias, na));
      b = madd(b, k, f32x4.sub(bias, nb));
      c = madd(c, k, f32x4.sub(bias, nc));
      d = madd(d, k, f32x4.sub(bias, nd));

      // 2^f, by Horner's scheme.
      const first = constant(0);
      k = constant(1);
      let p = madd(first, a, k), q = madd(first, b, k), r = madd(first, c, k), s = madd(first, d, k);
      k = constant(2);
      p = madd(p, a, k); q = madd(q, b, k); r = madd(r, c, k); s = madd(s, d, k);
      k = constant(3);
      p = madd(p, a, k); q = madd(q, b, k); r = madd(r, c, k); s = madd(s, d, k);
      k = constant(4);
      p = madd(p, a, k); q = madd(q, b, k); r = madd(r, c, k); s = madd(s, d, k);
      k = constant(5);
      p = madd(p, a, k); q = madd(q, b, k); r = madd(r, c, k); s = madd(s, d, k);
      p = f32x4.mul(p, i32x4.shl(na, 23));
      q = f32x4.mul(q, i32x4.shl(nb, 23));
      r = f32x4.mul(r, i32x4.shl(nc, 23));
      s = f32x4.mul(s, i32x4.shl(nd, 23));
      v128.store(out, p);
      v128.store(out, q, 16);
      v128.store(out, r, 32);
      v128.store(out, s, 48);
      if (ASC_FEATURE_RELAXED_SIMD) {
        sumA = f32x4.add(sumA, p);
        sumB = f32x4.add(sumB, q);
        sumC = f32x4.add(sumC, r);
        sumD = f32x4.add(sumD, s);
      } else sumA = f32x4.add(sumA, f32x4.add(f32x4.add(p, q), f32x4.add(r, s)));
    }
    sums = accumulate(sums, ASC_FEATURE_RELAXED_SIMD ? sumOf4(0, sumA, sumB, sumC, sumD) : sumA);
  }
  return sums;
}
