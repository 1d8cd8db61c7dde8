// The module is built twice: with and without relaxed SIMD.

/** a b + c: one rounding where the machine has a fused multiply-add and relaxed SIMD is on, else two. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** Rows of a tile of matmul, whose columns are 8: what 16 vector registers hold. */
export const tileRows: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;
