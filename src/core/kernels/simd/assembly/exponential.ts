import { madd } from "./madd";

/**
 * Constants of the exponential. V8 makes a constant vector anew wherever it is used, through two moves between registers; one that
 * is loaded costs a single load.
 */
const table = memory.data<f32>([
  // Powers of r from the sixth down.
  0.0013843653723597527, 0.00837415549904108, 0.04166800156235695, 0.16666431725025177, 0.4999999403953552, 1,
  // 1 / ln 2, and -ln 2 in two parts, of which the first has few bits.
  1.4426950408889634, -0.693359375, 2.1219444e-4,
  // Added to a number of at most 2^22, it pushes the fraction out: what is left in the low bits is the nearest integer.
  12582912,
  // The same, with the bias of a float32's exponent.
  12583039,
  -87, -110, 90,
]); // prettier-ignore

/** The table's number `index`, four times. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function constant(index: usize): v128 {
  return v128.load32_splat(table + (index << 2));
}

/**
 * e^r for |r| <= ln 2 / 2, of degree 6: within 1e-7 of itself (test/core/kernels/reference/exponential.py). In pairs of powers (Estrin):
 * what a step has to wait for, not the steps, is what takes time.
 */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function nearZero4(r: v128): v128 {
  const one = constant(5);
  const square = f32x4.mul(r, r);
  const low = madd(r, one, one);
  const middle = madd(constant(3), r, constant(4));
  const high = madd(constant(1), r, constant(2));
  return madd(madd(madd(constant(0), square, high), square, middle), square, low);
}

/** x - n ln 2 (as in S. L. Moshier's expf of the Cephes library). */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function lessLogarithms4(x: v128, n: v128): v128 {
  const most = madd(n, constant(7), x);
  return madd(n, constant(8), most);
}

/**
 * e^x for four numbers, to about 1 unit in the last place: x = n ln 2 + r, e^r, and 2^n as two factors, so that results overflow to
 * Infinity and sink into the denormals as they should.
 */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function exp4(x: v128): v128 {
  // pmax and pmin are one instruction each and hand on a NaN in their first operand.
  const inside = f32x4.pmin(f32x4.pmax(x, constant(12)), constant(13));
  const rounders = constant(9);
  const rounded = madd(inside, constant(6), rounders);
  const p = nearZero4(lessLogarithms4(inside, f32x4.sub(rounded, rounders)));
  const power = i32x4.sub(rounded, rounders);
  const half = i32x4.shr_s(power, 1);
  const bias = i32x4.splat(127);
  const first = i32x4.shl(i32x4.add(half, bias), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(power, half), bias), 23);
  return f32x4.mul(f32x4.mul(p, first), second);
}

/** e^x for four numbers that are at most 0, in two thirds of the time; what would be a denormal (x < -87) is 0. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function expBelowZero4(x: v128): v128 {
  // With the exponent's bias in the rounder, n's low bits need only be shifted into place.
  const rounders = constant(10);
  const rounded = madd(x, constant(6), rounders);
  const p = nearZero4(lessLogarithms4(x, f32x4.sub(rounded, rounders)));
  // A NaN is not below and stays.
  return v128.andnot(f32x4.mul(p, i32x4.shl(rounded, 23)), f32x4.lt(x, constant(11)));
}

/** 1 / (1 + e^-x). */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function logistic4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}
