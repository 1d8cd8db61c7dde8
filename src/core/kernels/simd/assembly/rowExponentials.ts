// The exponentials of a row and their sum: where softmax spends its time.
import { accumulate, total } from "./float64Lanes";
import { madd } from "./madd";
import { loadUpTo4 } from "./partialVector";

/** Constants, loaded where they are used: see exponential.ts. */
const table = memory.data<f32>([
  // Powers of f from the fifth down (test/core/kernels/reference/exponential.py).
  0.001326472731307149, 0.009671512991189957, 0.05550733581185341, 0.24022242426872253, 0.6931470036506653, 1,
  // 1 / ln 2, and what rounds to an integer with the bias of an exponent.
  1.4426950408889634, 12583039,
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

/** Ends a step of `sixteen`: the compilers move no arithmetic past a branch, and of this one they make nothing. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function endStep(out: usize): void {
  if (out == 0) unreachable();
}

/**
 * Writes e^(x - shift) of sixteen numbers that are at most the shift, and adds them to the sum; 0 where that is below -87.7. To 1.5e-7, or
 * what a change of x - shift in its last bit makes of it. Four vectors in step: each step waits for the one before, and a processor that
 * is handed a whole exponential after the other cannot look ahead far enough to find others to do meanwhile.
 */
// prettier-ignore
// @ts-expect-error: a decorator of AssemblyScript
@inline
function sixteen(a: v128, b: v128, c: v128, d: v128, shifts: v128, out: usize, sum: v128): v128 {
  // A floor that lets a NaN pass.
  let k = constant(8);
  a = f32x4.pmax(f32x4.sub(a, shifts), k);
  b = f32x4.pmax(f32x4.sub(b, shifts), k);
  c = f32x4.pmax(f32x4.sub(c, shifts), k);
  d = f32x4.pmax(f32x4.sub(d, shifts), k);
  endStep(out);

  // x / ln 2 = n + f; from here on a to d are the four f.
  const bias = constant(7);
  k = constant(6);
  const na = madd(a, k, bias), nb = madd(b, k, bias), nc = madd(c, k, bias), nd = madd(d, k, bias);
  endStep(out);
  a = madd(a, k, f32x4.sub(bias, na));
  b = madd(b, k, f32x4.sub(bias, nb));
  c = madd(c, k, f32x4.sub(bias, nc));
  d = madd(d, k, f32x4.sub(bias, nd));
  endStep(out);

  // 2^f, by Horner's scheme.
  const first = constant(0);
  k = constant(1);
  let p = madd(first, a, k), q = madd(first, b, k), r = madd(first, c, k), s = madd(first, d, k);
  endStep(out);
  k = constant(2);
  p = madd(p, a, k); q = madd(q, b, k); r = madd(r, c, k); s = madd(s, d, k);
  endStep(out);
  k = constant(3);
  p = madd(p, a, k); q = madd(q, b, k); r = madd(r, c, k); s = madd(s, d, k);
  endStep(out);
  k = constant(4);
  p = madd(p, a, k); q = madd(q, b, k); r = madd(r, c, k); s = madd(s, d, k);
  endStep(out);
  k = constant(5);
  p = madd(p, a, k); q = madd(q, b, k); r = madd(r, c, k); s = madd(s, d, k);
  endStep(out);

  p = f32x4.mul(p, i32x4.shl(na, 23));
  q = f32x4.mul(q, i32x4.shl(nb, 23));
  r = f32x4.mul(r, i32x4.shl(nc, 23));
  s = f32x4.mul(s, i32x4.shl(nd, 23));
  endStep(out);
  v128.store(out, p);
  v128.store(out, q, 16);
  v128.store(out, r, 32);
  v128.store(out, s, 48);
  return f32x4.add(sum, f32x4.add(f32x4.add(p, q), f32x4.add(r, s)));
}
