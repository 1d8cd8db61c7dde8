import { madd } from "./madd";

/** Added to a number of at most 2^22, it pushes the fraction out of a float32: what is left in the low bits is the nearest integer. */
const rounder: f32 = 12582912;

/**
 * e^x for four numbers, to about 1 unit in the last place: x = n ln 2 + r, a polynomial for e^r (S. L. Moshier's expf of the
 * Cephes library), and 2^n as two factors, so that results overflow to Infinity and sink into the denormals as they should.
 */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function exp4(x: v128): v128 {
  // pmax and pmin are one instruction each and hand on a NaN in their first operand.
  const inside = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-110)), f32x4.splat(90));
  const rounders = f32x4.splat(rounder);
  const rounded = madd(inside, f32x4.splat(1.4426950408889634), rounders);
  const n = f32x4.sub(rounded, rounders);
  let r = f32x4.sub(inside, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  const power = i32x4.sub(rounded, rounders);
  const half = i32x4.shr_s(power, 1);
  const bias = i32x4.splat(127);
  const first = i32x4.shl(i32x4.add(half, bias), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(power, half), bias), 23);
  return f32x4.mul(f32x4.mul(p, first), second);
}

/** 1 / (1 + e^-x). */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function logistic4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}
