/** The lower two lanes of four float32, in float64. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function low(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

/** The upper two lanes of four float32, in float64. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1));
}

/** acc + the four lanes of x, two and two, in float64. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function accumulate(acc: v128, x: v128): v128 {
  return f64x2.add(acc, f64x2.add(low(x), high(x)));
}

/** The sum of both lanes. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function total(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** Both halves of a vector of float64 results as four float32. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function narrow(lower: v128, upper: v128): v128 {
  return v128.shuffle<f64>(f32x4.demote_f64x2_zero(lower), f32x4.demote_f64x2_zero(upper), 0, 2);
}
