import { accumulate, total } from "./float64Lanes";

/** out = sum / divisor for each row, added up in float64. */
export function rowSums(x: usize, rows: i32, columns: i32, divisor: f64, out: usize): void {
  const bytes: usize = columns << 2;
  for (let row = 0; row < rows; row++, out += 4) {
    const end = x + bytes;
    let first = f64x2.splat(0);
    let second = first;
    for (; x + 32 <= end; x += 32) {
      first = accumulate(first, v128.load(x));
      second = accumulate(second, v128.load(x, 16));
    }
    let sum = total(f64x2.add(first, second));
    for (; x < end; x += 4) sum += <f64>load<f32>(x);
    store<f32>(out, <f32>(sum / divisor));
  }
}
