import { madd } from "./madd";
import { accurateStatistics, fastStatistics, mean, rest, scale, shift } from "./statistics";

/** LayerNorm or (not centred) RMSNorm of `rows` rows. A weight or bias of 0 is none. */
export function normalize(
  x: usize,
  rows: i32,
  columns: i32,
  eps: f64,
  centered: bool,
  weight: usize,
  bias: usize,
  out: usize,
): void {
  const bytes: usize = columns << 2;
  for (let row = 0; row < rows; row++) {
    if (fastStatistics(x, columns, eps, centered)) fastRow(x, columns, weight, bias, out);
    else {
      accurateStatistics(x, columns, eps, centered);
      accurateRow(x, columns, weight, bias, out);
    }
    x += bytes;
    out += bytes;
  }
}

/** (x - shift - rest) * scale, with the scale in two parts, so that its own rounding does not count. */
function fastRow(x: usize, columns: i32, weight: usize, bias: usize, out: usize): void {
  const factor = <f32>scale;
  const factors = f32x4.splat(factor);
  const correction = <f32>(scale - <f64>factor);
  const corrections = f32x4.splat(correction);
  const offset = <f32>(-rest * scale);
  const offsets = f32x4.splat(offset);
  const shifts = f32x4.splat(shift);
  const end = x + (columns << 2);
  for (; x + 16 <= end; x += 16, out += 16) {
    const d = f32x4.sub(v128.load(x), shifts);
    let y = madd(d, factors, madd(d, corrections, offsets));
    if (weight) {
      y = bias ? madd(y, v128.load(weight), v128.load(bias)) : f32x4.mul(y, v128.load(weight));
      weight += 16;
      bias += bias ? 16 : 0;
    }
    v128.store(out, y);
  }
  for (; x < end; x += 4, out += 4) {
    const d = load<f32>(x) - shift;
    let y = d * factor + (d * correction + offset);
    if (weight) {
      y *= load<f32>(weight);
      weight += 4;
    }
    if (bias) {
      y += load<f32>(bias);
      bias += 4;
    }
    store<f32>(out, y);
  }
}

function accurateRow(x: usize, columns: i32, weight: usize, bias: usize, out: usize): void {
  for (let i = 0; i < columns; i++) {
    const at: usize = i << 2;
    const y = (<f64>load<f32>(x + at) - mean) * scale;
    const scaled = weight ? y * <f64>load<f32>(weight + at) : y;
    store<f32>(out + at, <f32>(bias ? scaled + <f64>load<f32>(bias + at) : scaled));
  }
}
