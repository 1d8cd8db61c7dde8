/** Steps of k whose products are summed up before they join the sum of the blocks before. */
export const blockSteps: i32 = 256;

/** Stores eight sums, or adds them to what is there. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function put(out: usize, left: v128, right: v128, more: bool): void {
  v128.store(out, more ? f32x4.add(v128.load(out), left) : left);
  v128.store(out, more ? f32x4.add(v128.load(out, 16), right) : right, 16);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
export function storePair(out: usize, left: v128, right: v128): void {
  v128.store(out, left);
  v128.store(out, right, 16);
}

/** Adds one block's sums, whose rows lie side by side, to those of the blocks before. */
export function addSums(sums: usize, rows: i32, rowBytes: i32, out: usize, outStride: usize): void {
  for (let row = 0; row < rows; row++, sums += rowBytes, out += outStride)
    for (let at = 0; at < rowBytes; at += 16) v128.store(out + at, f32x4.add(v128.load(out + at), v128.load(sums + at)));
}
