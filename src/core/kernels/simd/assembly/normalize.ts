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

/** (x - shift - rest) * scale for four numbers, with the scale in two parts, so that its own rounding does not count. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function standard4(x: v128, shifts: v128, factors: v128, corrections: v128, offsets: v128): v128 {
  const d = f32x4.sub(x, shifts);
  return madd(d, factors, madd(d, corrections, offsets));
}

function fastRow(x: usize, columns: i32, weight: usize, bias: usize, out: usize): void {
  const factor = <f32>scale;
  const correction = <f32>(scale - <f64>factor);
  const offset = <f32>(-rest * scale);
  const vectors: usize = (columns & ~3) << 2;
  if (bias && weight) affineVectors(x, vectors, factor, correction, offset, weight, bias, out);
  else plainVectors(x, vectors, factor, correction, offset, weight, bias, out);
  const end: usize = columns << 2;
  for (let at = vectors; at < end; at += 4) {
    const d = load<f32>(x + at) - shift;
    let y = d * factor + (d * correction + offset);
    if (weight) y *= load<f32>(weight + at);
    if (bias) y += load<f32>(bias + at);
    store<f32>(out + at, y);
  }
}

function affineVectors(
  x: usize,
  bytes: usize,
  factor: f32,
  correction: f32,
  offset: f32,
  weight: usize,
  bias: usize,
  out: usize,
): void {
  const shifts = f32x4.splat(shift);
  const factors = f32x4.splat(factor);
  const corrections = f32x4.splat(correction);
  const offsets = f32x4.splat(offset);
  const end = x + bytes;
  while (x + 64 <= end) {
    const a = standard4(v128.load(x), shifts, factors, corrections, offsets);
    const b = standard4(v128.load(x, 16), shifts, factors, corrections, offsets);
    const c = standard4(v128.load(x, 32), shifts, factors, corrections, offsets);
    const d = standard4(v128.load(x, 48), shifts, factors, corrections, offsets);
    v128.store(out, madd(a, v128.load(weight), v128.load(bias)));
    v128.store(out, madd(b, v128.load(weight, 16), v128.load(bias, 16)), 16);
    v128.store(out, madd(c, v128.load(weight, 32), v128.load(bias, 32)), 32);
    v128.store(out, madd(d, v128.load(weight, 48), v128.load(bias, 48)), 48);
    x += 64;
    weight += 64;
    bias += 64;
    out += 64;
  }
  for (; x < end; x += 16, weight += 16, bias += 16, out += 16) {
    const y = standard4(v128.load(x), shifts, factors, corrections, offsets);
    v128.store(out, madd(y, v128.load(weight), v128.load(bias)));
  }
}

/** Without a weight, a bias or both. */
function plainVectors(
  x: usize,
  bytes: usize,
  factor: f32,
  correction: f32,
  offset: f32,
  weight: usize,
  bias: usize,
  out: usize,
): void {
  const shifts = f32x4.splat(shift);
  const factors = f32x4.splat(factor);
  const corrections = f32x4.splat(correction);
  const offsets = f32x4.splat(offset);
  for (let at: usize = 0; at < bytes; at += 16) {
    let y = standard4(v128.load(x + at), shifts, factors, corrections, offsets);
    if (weight) y = f32x4.mul(y, v128.load(weight + at));
    if (bias) y = f32x4.add(y, v128.load(bias + at));
    v128.store(out + at, y);
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
