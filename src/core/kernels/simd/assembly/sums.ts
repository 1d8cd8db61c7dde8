/** Steps of k whose products are summed up before they join the sum of the blocks before. */
export const blockSteps: i32 = 256;

/** Stores eight sums, or adds them to what is there. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function put(out: usize, left: v128, right: v128, more: bool): void {
  v128.store(out, more ? f32x4.add(v128.load(out), left) : left);
  v128.store(out, more ? f32x4.add(v128.load(out, 16), right) : right, 16);
}
