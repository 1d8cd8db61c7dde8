// Elementwise functions on four numbers, and their derivatives.
import { exp4, expBelowZero4, logistic4 } from "./exponential";
import { madd } from "./madd";

// Constants are loaded from memory: V8 makes a constant vector anew wherever it is used (see exponential.ts).
const zero = memory.data<f32>([0]);
const half = memory.data<f32>([0.5]);
const one = memory.data<f32>([1]);
const two = memory.data<f32>([2]);
const minusHalf = memory.data<f32>([-0.5]);
const signBit = memory.data<f32>([-0.0]);
const rootOfHalf = memory.data<f32>([0.7071067811865476]);
/** 1 / sqrt(2 pi). */
const bellHeight = memory.data<f32>([0.3989422804014327]);
/** Where tanh changes from its polynomial, whose powers of x^2 go from the fifth down. */
const tanhNear = memory.data<f32>([0.625]);
const tanhTerms = memory.data<f32>([
  -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1,
]); // prettier-ignore
/** The normal distribution's tail: powers of t from the tenth down. */
const tailTerms = memory.data<f32>([
  0.02158653295, -0.1173027453, 0.2466928708, -0.2272818589, 0.06592501996, -0.02952545494, 0.04670737423, 0.0876620377,
  0.1234419399, 0.1410468884, 0.1410473975,
]); // prettier-ignore
/** 2 sqrt(2 / pi), that times 0.044715, and three times that. */
const geluTerms = memory.data<f32>([1.5957691216057308, 0.07135481627260025, 0.21406444881780076]);

/** A table's number `index`, four times. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function constant(table: usize, index: usize = 0): v128 {
  return v128.load32_splat(table + (index << 2));
}

/** Cephes' tanhf: a polynomial below 0.625, from e^2x above. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = madd(constant(tanhTerms), square, constant(tanhTerms, 1));
  p = madd(p, square, constant(tanhTerms, 2));
  p = madd(p, square, constant(tanhTerms, 3));
  p = madd(p, square, constant(tanhTerms, 4));
  const near = madd(f32x4.mul(p, square), x, x);
  const ones = constant(one);
  const e = exp4(f32x4.add(size, size));
  const far = f32x4.sub(ones, f32x4.div(constant(two), f32x4.add(e, ones)));
  const signed = v128.bitselect(x, far, constant(signBit));
  return v128.bitselect(near, signed, f32x4.lt(size, constant(tanhNear)));
}

/** e^(-x^2 / 2). */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function bell4(x: v128): v128 {
  return expBelowZero4(f32x4.mul(f32x4.mul(x, x), constant(minusHalf)));
}

/**
 * The standard normal distribution function: 0.5 erfc(z) for x = -z sqrt(2) < 0, as t e^(-z^2) P(t) with t = 2 / (2 + z). P is a
 * Chebyshev fit (test/core/kernels/reference/normalTail.py).
 */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function phi4(x: v128): v128 {
  const z = f32x4.mul(f32x4.abs(x), constant(rootOfHalf));
  const t = f32x4.div(constant(two), f32x4.add(z, constant(two)));
  let p = madd(constant(tailTerms), t, constant(tailTerms, 1));
  p = madd(p, t, constant(tailTerms, 2));
  p = madd(p, t, constant(tailTerms, 3));
  p = madd(p, t, constant(tailTerms, 4));
  p = madd(p, t, constant(tailTerms, 5));
  p = madd(p, t, constant(tailTerms, 6));
  p = madd(p, t, constant(tailTerms, 7));
  p = madd(p, t, constant(tailTerms, 8));
  p = madd(p, t, constant(tailTerms, 9));
  p = madd(p, t, constant(tailTerms, 10));
  const tail = f32x4.mul(f32x4.mul(t, p), bell4(x));
  const right = f32x4.sub(constant(one), tail);
  return v128.bitselect(right, tail, f32x4.ge(x, constant(zero)));
}

/** 2 sqrt(2 / pi) (x + 0.044715 x^3), the inside of the tanh form of GELU, doubled: 0.5 (1 + tanh(u)) is logistic(2 u). */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function geluInside4(x: v128): v128 {
  const square = f32x4.mul(x, x);
  return f32x4.mul(x, madd(square, constant(geluTerms, 1), constant(geluTerms)));
}

/** The derivative of `geluInside4`. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function geluInsideSlope4(x: v128): v128 {
  return madd(f32x4.mul(x, x), constant(geluTerms, 2), constant(geluTerms));
}

/** The function of this code at x; codes as in unaryCodes.ts. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function apply4(code: i32, x: v128): v128 {
  if (code == 0) return v128.andnot(x, f32x4.lt(x, constant(zero)));
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
  const ones = constant(one);
  if (code == 0) return v128.and(ones, f32x4.gt(x, constant(zero)));
  if (code == 3) return f32x4.add(x, x);
  if (code == 4) return f32x4.div(constant(half), y);
  if (code == 5) return y;
  if (code == 6) return f32x4.sub(ones, f32x4.mul(y, y));
  if (code == 7) return f32x4.mul(y, f32x4.sub(ones, y));
  if (code == 8) {
    const s = logistic4(x);
    return f32x4.mul(s, madd(x, f32x4.sub(ones, s), ones));
  }
  if (code == 9) return madd(x, f32x4.mul(bell4(x), constant(bellHeight)), phi4(x));
  const s = logistic4(geluInside4(x));
  const spread = f32x4.mul(f32x4.mul(s, f32x4.sub(ones, s)), geluInsideSlope4(x));
  return madd(x, spread, s);
}
