import { madd } from "./madd";
import { accurateStatistics, factor, fastStatistics, mean, offset, scale, shift, shifted4 } from "./statistics";

/** Rows up to so long go two at a time, so that one's sums hide behind the other's; longer ones stream through memory better alone. */
const shortColumns: i32 = 512;

/** LayerNorm or (not centred) RMSNorm of `rows` rows. */
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
  if (columns <= shortColumns)
    for (; rows >= 2; rows -= 2) {
      twoRows(x, columns, eps, centered, weight, bias, out);
      x += 2 * bytes;
      out += 2 * bytes;
    }
  for (; rows > 0; rows--) {
    oneRow(x, columns, eps, centered, weight, bias, out);
    x += bytes;
    out += bytes;
  }
}

function oneRow(
  x: usize,
  columns: i32,
  eps: f64,
  centered: bool,
  weight: usize,
  bias: usize,
  out: usize,
): void {
  if (!fastStatistics(x, columns, eps, centered)) {
    accurateStatistics(x, columns, eps, centered);
    accurateRow(x, columns, weight, bias, out);
  } else if (shift == 0) fastRow(x, columns, false, weight, bias, out);
  else fastRow(x, columns, true, weight, bias, out);
}

function twoRows(
  x: usize,
  columns: i32,
  eps: f64,
  centered: bool,
  weight: usize,
  bias: usize,
  out: usize,
): void {
  const bytes: usize = columns << 2;
  const isFast = fastStatistics(x, columns, eps, centered);
  const firstShift = shift;
  const firstFactor = factor;
  const firstOffset = offset;
  if (!isFast || !fastStatistics(x + bytes, columns, eps, centered)) {
    oneRow(x, columns, eps, centered, weight, bias, out);
    oneRow(x + bytes, columns, eps, centered, weight, bias, out + bytes);
  } else if (firstShift == 0 && shift == 0)
    fastRows(x, columns, 0, firstFactor, firstOffset, false, weight, bias, out);
  else fastRows(x, columns, firstShift, firstFactor, firstOffset, true, weight, bias, out);
}

/** ((x - shift) factor + offset) weight + bias of four elements. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function affine4(x: v128, factors: v128, offsets: v128, weight: v128, bias: v128): v128 {
  return madd(madd(x, factors, offsets), weight, bias);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function fastRow(x: usize, columns: i32, isShifted: bool, weight: usize, bias: usize, out: usize): void {
  const s = f32x4.splat(shift);
  const f = f32x4.splat(factor);
  const o = f32x4.splat(offset);
  const end = x + (columns << 2);
  for (; x + 64 <= end; x += 64, weight += 64, bias += 64, out += 64) {
    let a = shifted4(v128.load(x), s, isShifted);
    let b = shifted4(v128.load(x, 16), s, isShifted);
    a = affine4(a, f, o, v128.load(weight), v128.load(bias));
    b = affine4(b, f, o, v128.load(weight, 16), v128.load(bias, 16));
    v128.store(out, a);
    v128.store(out, b, 16);
    a = shifted4(v128.load(x, 32), s, isShifted);
    b = shifted4(v128.load(x, 48), s, isShifted);
    a = affine4(a, f, o, v128.load(weight, 32), v128.load(bias, 32));
    b = affine4(b, f, o, v128.load(weight, 48), v128.load(bias, 48));
    v128.store(out, a, 32);
    v128.store(out, b, 48);
  }
  for (; x < end; x += 4, weight += 4, bias += 4, out += 4) {
    const d = shifted4(v128.load32_splat(x), s, isShifted);
    const y = affine4(d, f, o, v128.load32_splat(weight), v128.load32_splat(bias));
    v128.store_lane<f32>(out, y, 0);
  }
}

/** Two neighbouring rows; the second one's statistics are those set last. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function fastRows(
  x: usize,
  columns: i32,
  firstShift: f32,
  firstFactor: f32,
  firstOffset: f32,
  isShifted: bool,
  weight: usize,
  bias: usize,
  out: usize,
): void {
  const s0 = f32x4.splat(firstShift);
  const f0 = f32x4.splat(firstFactor);
  const o0 = f32x4.splat(firstOffset);
  const s1 = f32x4.splat(shift);
  const f1 = f32x4.splat(factor);
  const o1 = f32x4.splat(offset);
  const end = x + (columns << 2);
  let y = end;
  let to = out + (columns << 2);
  for (; x + 32 <= end; x += 32, y += 32, weight += 32, bias += 32, out += 32, to += 32) {
    const w0 = v128.load(weight);
    const w1 = v128.load(weight, 16);
    const b0 = v128.load(bias);
    const b1 = v128.load(bias, 16);
    const first0 = affine4(shifted4(v128.load(x), s0, isShifted), f0, o0, w0, b0);
    const first1 = affine4(shifted4(v128.load(x, 16), s0, isShifted), f0, o0, w1, b1);
    const second0 = affine4(shifted4(v128.load(y), s1, isShifted), f1, o1, w0, b0);
    const second1 = affine4(shifted4(v128.load(y, 16), s1, isShifted), f1, o1, w1, b1);
    v128.store(out, first0);
    v128.store(out, first1, 16);
    v128.store(to, second0);
    v128.store(to, second1, 16);
  }
  for (; x < end; x += 4, y += 4, weight += 4, bias += 4, out += 4, to += 4) {
    const w = v128.load32_splat(weight);
    const b = v128.load32_splat(bias);
    const first = affine4(shifted4(v128.load32_splat(x), s0, isShifted), f0, o0, w, b);
    const second = affine4(shifted4(v128.load32_splat(y), s1, isShifted), f1, o1, w, b);
    v128.store_lane<f32>(out, first, 0);
    v128.store_lane<f32>(to, second, 0);
  }
}

function accurateRow(x: usize, columns: i32, weight: usize, bias: usize, out: usize): void {
  for (let i = 0; i < columns; i++) {
    const at: usize = i << 2;
    const y = (<f64>load<f32>(x + at) - mean) * scale;
    store<f32>(out + at, <f32>(y * <f64>load<f32>(weight + at) + <f64>load<f32>(bias + at)));
  }
}
