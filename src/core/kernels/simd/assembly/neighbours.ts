// V8 can join two vectors in a register of 256 bits (see ../../../../kernel/wideVectors.ts). It begins at stores side by side, and goes up
// from there through loads and arithmetic that lie side by side as well; a step's loads have to come before its stores. Sums that end in
// no store are joined only if they are brought to memory first.

/** Room for eighteen vectors: of two stores to the same place V8 takes the last one only, so that each sum has a `slot` of its own. */
const room = memory.data(288, 64);

/** a + b, accumulators of neighbouring vectors. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function sumOf2(slot: usize, a: v128, b: v128): v128 {
  if (!ASC_FEATURE_RELAXED_SIMD) return f32x4.add(a, b);
  const at = room + (slot << 4);
  v128.store(at, a);
  v128.store(at, b, 16);
  return f32x4.add(v128.load(at), v128.load(at, 16));
}

/** (a + b) + (c + d), accumulators of neighbouring vectors. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function sumOf4(slot: usize, a: v128, b: v128, c: v128, d: v128): v128 {
  if (!ASC_FEATURE_RELAXED_SIMD) return f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  const at = room + (slot << 4);
  store4(at, a, b, c, d);
  const left = f32x4.add(v128.load(at), v128.load(at, 16));
  return f32x4.add(left, f32x4.add(v128.load(at, 32), v128.load(at, 48)));
}

/** The larger of each lane of a to d, past any NaN but in `a`. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function maxOf4(slot: usize, a: v128, b: v128, c: v128, d: v128): v128 {
  if (!ASC_FEATURE_RELAXED_SIMD) return f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
  const at = room + (slot << 4);
  store4(at, a, b, c, d);
  const left = f32x4.pmax(v128.load(at), v128.load(at, 16));
  return f32x4.pmax(left, f32x4.pmax(v128.load(at, 32), v128.load(at, 48)));
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function store4(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}
