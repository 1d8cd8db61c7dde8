import { accumulate, high, low, narrow, total } from "./float64Lanes";
import { exp4 } from "./exponential";
import { maxOf4 } from "./neighbours";
import { loadUpTo4 } from "./partialVector";
import { exponentials } from "./rowExponentials";

/** The largest element, past any NaN: a NaN makes the sum of the exponentials NaN, and with it the whole row. */
function maxOf(x: usize, end: usize): f32 {
  let a = f32x4.splat(-Infinity);
  let b = a;
  let c = a;
  let d = a;
  for (; x + 64 <= end; x += 64) {
    a = f32x4.pmax(a, v128.load(x));
    b = f32x4.pmax(b, v128.load(x, 16));
    c = f32x4.pmax(c, v128.load(x, 32));
    d = f32x4.pmax(d, v128.load(x, 48));
  }
  a = maxOf4(0, a, b, c, d);
  for (; x + 16 <= end; x += 16) a = f32x4.pmax(a, v128.load(x));
  for (; x < end; x += 4) a = f32x4.pmax(a, v128.load32_splat(x));
  a = f32x4.pmax(a, v128.shuffle<i32>(a, a, 2, 3, 2, 3));
  a = f32x4.pmax(a, v128.shuffle<i32>(a, a, 1, 1, 1, 1));
  return f32x4.extract_lane(a, 0);
}

/** out *= factor. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function scaleRow(out: usize, end: usize, factor: f32): void {
  const factors = f32x4.splat(factor);
  for (; out + 64 <= end; out += 64) {
    const a = f32x4.mul(v128.load(out), factors);
    const b = f32x4.mul(v128.load(out, 16), factors);
    const c = f32x4.mul(v128.load(out, 32), factors);
    const d = f32x4.mul(v128.load(out, 48), factors);
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
  }
  for (; out < end; out += 4) store<f32>(out, load<f32>(out) * factor);
}

/** The sum is at least 1, and its inverse is multiplied with: a division of vectors takes as long as the exponential. */
export function softmax(x: usize, rows: i32, columns: i32, out: usize): void {
  const bytes: usize = columns << 2;
  for (let row = 0; row < rows; row++, x += bytes, out += bytes) {
    const sum = exponentials(x, x + bytes, maxOf(x, x + bytes), out);
    scaleRow(out, out + bytes, <f32>(1 / sum));
  }
}

/**
 * out = x - largest - log(sum(e^(x - largest))). The logarithm is the host's (`logarithms` of float64 rows hold the sums when
 * `pass` is 0 and their logarithms when it is 1), because it is needed once in a row only.
 */
export function logSoftmax(
  x: usize,
  rows: i32,
  columns: i32,
  out: usize,
  logarithms: usize,
  pass: i32,
): void {
  const bytes: usize = columns << 2;
  for (let row = 0; row < rows; row++, x += bytes, out += bytes, logarithms += 8) {
    const largest = maxOf(x, x + bytes);
    if (pass == 0) {
      store<f64>(logarithms, exponentials(x, x + bytes, largest, out));
      continue;
    }
    const shift = load<f64>(logarithms);
    const shifts = f32x4.splat(<f32>shift);
    const largests = f32x4.splat(largest);
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16)
      v128.store(out + at, f32x4.sub(f32x4.sub(v128.load(x + at), largests), shifts));
    for (; at < bytes; at += 4) store<f32>(out + at, load<f32>(x + at) - largest - <f32>shift);
  }
}

/** out = y (grad - sum(y grad)), in float64: where one y is close to 1, the difference nearly cancels. */
export function softmaxGradient(y: usize, grad: usize, rows: i32, columns: i32, out: usize): void {
  const bytes: usize = columns << 2;
  for (let row = 0; row < rows; row++, y += bytes, grad += bytes, out += bytes) {
    let first = f64x2.splat(0);
    let second = first;
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      const a = v128.load(y + at);
      const b = v128.load(grad + at);
      first = f64x2.add(first, f64x2.mul(low(a), low(b)));
      second = f64x2.add(second, f64x2.mul(high(a), high(b)));
    }
    if (at < bytes) {
      const a = loadUpTo4(y + at, y + bytes, f32x4.splat(0));
      const b = loadUpTo4(grad + at, grad + bytes, f32x4.splat(0));
      first = f64x2.add(first, f64x2.mul(low(a), low(b)));
      second = f64x2.add(second, f64x2.mul(high(a), high(b)));
    }
    const dot = total(f64x2.add(first, second));
    const dots = f64x2.splat(dot);
    for (at = 0; at + 16 <= bytes; at += 16) {
      const a = v128.load(y + at);
      const b = v128.load(grad + at);
      const lower = f64x2.mul(low(a), f64x2.sub(low(b), dots));
      const upper = f64x2.mul(high(a), f64x2.sub(high(b), dots));
      v128.store(out + at, narrow(lower, upper));
    }
    for (; at < bytes; at += 4)
      store<f32>(out + at, <f32>(<f64>load<f32>(y + at) * (<f64>load<f32>(grad + at) - dot)));
  }
}

/** out = grad - e^y sum(grad). */
export function logSoftmaxGradient(y: usize, grad: usize, rows: i32, columns: i32, out: usize): void {
  const bytes: usize = columns << 2;
  for (let row = 0; row < rows; row++, y += bytes, grad += bytes, out += bytes) {
    let sums = f64x2.splat(0);
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) sums = accumulate(sums, v128.load(grad + at));
    let sum = total(sums);
    for (; at < bytes; at += 4) sum += <f64>load<f32>(grad + at);
    const totals = f32x4.splat(<f32>sum);
    for (at = 0; at + 16 <= bytes; at += 16)
      v128.store(out + at, f32x4.sub(v128.load(grad + at), f32x4.mul(exp4(v128.load(y + at)), totals)));
    for (; at < bytes; at += 4)
      store<f32>(out + at, load<f32>(grad + at) - f32x4.extract_lane(exp4(v128.load32_splat(y + at)), 0) * <f32>sum);
  }
}
