/** The elements of [x, end), at most the first four; `filler` stands for those missing. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function loadUpTo4(x: usize, end: usize, filler: v128): v128 {
  if (x + 16 <= end) return v128.load(x);
  if (x + 4 <= end) filler = v128.load_lane<f32>(x, filler, 0);
  if (x + 8 <= end) filler = v128.load_lane<f32>(x, filler, 1, 4);
  if (x + 12 <= end) filler = v128.load_lane<f32>(x, filler, 2, 8);
  return filler;
}
