/**
 * Scales scores[rows, columns] in place and, from column `reach` on in the first row and one later in each row that follows, subtracts
 * Infinity: a causal mask. `reach` of at least `columns` masks nothing.
 */
export function scaleScores(scores: usize, rows: i32, columns: i32, factor: f32, reach: i32): void {
  const factors = f32x4.splat(factor);
  const bytes: usize = columns << 2;
  for (let row = 0; row < rows; row++, scores += bytes, reach++) {
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) v128.store(scores + at, f32x4.mul(v128.load(scores + at), factors));
    for (; at < bytes; at += 4) store<f32>(scores + at, load<f32>(scores + at) * factor);
    for (at = max(0, reach) << 2; at < bytes; at += 4) store<f32>(scores + at, load<f32>(scores + at) - Infinity);
  }
}
