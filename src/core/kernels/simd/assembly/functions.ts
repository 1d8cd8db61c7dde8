// Elementwise functions on four numbers, and their derivatives.
import { exp4, logistic4 } from "./exponential";
import { madd } from "./madd";

/** Cephes' tanhf: a polynomial below 0.625, from e^2x above. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = madd(f32x4.splat(-5.70498872745e-3), square, f32x4.splat(2.06390887954e-2));
  p = madd(p, square, f32x4.splat(-5.37397155531e-2));
  p = madd(p, square, f32x4.splat(1.33314422036e-1));
  p = madd(p, square, f32x4.splat(-3.33332819422e-1));
  const near = madd(f32x4.mul(p, square), x, x);
  const one = f32x4.splat(1);
  const e = exp4(f32x4.add(size, size));
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
  const signed = v128.bitselect(x, far, f32x4.splat(-0.0));
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

/** e^(-x^2 / 2). */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function bell4(x: v128): v128 {
  return exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
}

/**
 * The standard normal distribution function: 0.5 erfc(z) for x = -z sqrt(2) < 0, as t e^(-z^2) P(t) with t = 2 / (2 + z). P is a
 * Chebyshev fit (test/core/kernels/reference/normalTail.py).
 */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function phi4(x: v128): v128 {
  const z = f32x4.mul(f32x4.abs(x), f32x4.splat(0.7071067811865476));
  const t = f32x4.div(f32x4.splat(2), f32x4.add(z, f32x4.splat(2)));
  let p = madd(f32x4.splat(0.02158653295), t, f32x4.splat(-0.1173027453));
  p = madd(p, t, f32x4.splat(0.2466928708));
  p = madd(p, t, f32x4.splat(-0.2272818589));
  p = madd(p, t, f32x4.splat(0.06592501996));
  p = madd(p, t, f32x4.splat(-0.02952545494));
  p = madd(p, t, f32x4.splat(0.04670737423));
  p = madd(p, t, f32x4.splat(0.0876620377));
  p = madd(p, t, f32x4.splat(0.1234419399));
  p = madd(p, t, f32x4.splat(0.1410468884));
  p = madd(p, t, f32x4.splat(0.1410473975));
  const tail = f32x4.mul(f32x4.mul(t, p), bell4(x));
  const right = f32x4.sub(f32x4.splat(1), tail);
  return v128.bitselect(right, tail, f32x4.ge(x, f32x4.splat(0)));
}

/** 2 sqrt(2 / pi) (x + 0.044715 x^3), the inside of the tanh form of GELU, doubled: 0.5 (1 + tanh(u)) is logistic(2 u). */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function geluInside4(x: v128): v128 {
  const square = f32x4.mul(x, x);
  return f32x4.mul(x, madd(square, f32x4.splat(0.07135481627260025), f32x4.splat(1.5957691216057308)));
}

/** The derivative of `geluInside4`. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function geluInsideSlope4(x: v128): v128 {
  return madd(f32x4.mul(x, x), f32x4.splat(0.21406444881780076), f32x4.splat(1.5957691216057308));
}

/** The function of this code at x; codes as in unaryCodes.ts. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function apply4(code: i32, x: v128): v128 {
  if (code == 0) return v128.andnot(x, f32x4.lt(x, f32x4.splat(0)));
  if (code == 1) return f32x4.abs(x);
  if (code == 2) return f32x4.neg(x);
  if (code == 3) return f32x4.mul(x, x);
  if (code == 4) return f32x4.sqrt(x);
  if (code == 5) return exp4(x);
  if (code == 6) return tanh4(x);
  if (code == 7) return logistic4(x);
  if (code == 8) return f32x4.mul(x, logistic4(x));
  if (code == 9) return f32x4.mul(x, phi4(x));
  return f32x4.mul(x, logistic4(geluInside4(x)));
}

/** The derivative of the function of this code at x, where its value is y. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function slope4(code: i32, x: v128, y: v128): v128 {
  const one = f32x4.splat(1);
  if (code == 0) return v128.and(one, f32x4.gt(x, f32x4.splat(0)));
  if (code == 3) return f32x4.add(x, x);
  if (code == 4) return f32x4.div(f32x4.splat(0.5), y);
  if (code == 5) return y;
  if (code == 6) return f32x4.sub(one, f32x4.mul(y, y));
  if (code == 7) return f32x4.mul(y, f32x4.sub(one, y));
  if (code == 8) {
    const s = logistic4(x);
    return f32x4.mul(s, madd(x, f32x4.sub(one, s), one));
  }
  if (code == 9) return madd(x, f32x4.mul(bell4(x), f32x4.splat(0.3989422804014327)), phi4(x));
  const s = logistic4(geluInside4(x));
  const spread = f32x4.mul(f32x4.mul(s, f32x4.sub(one, s)), geluInsideSlope4(x));
  return madd(x, spread, s);
}
