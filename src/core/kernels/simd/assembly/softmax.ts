import { accumulate, high, low, narrow, total } from "./float64Lanes";
import { exp4 } from "./exponential";
import { loadUpTo4 } from "./partialVector";
import { exponentials } from "./rowExponentials";

/** The largest element, past any NaN: a NaN makes the sum of the exponentials NaN, and with it the whole row. */
function maxOf(x: usize, end: usize): f32 {
  let lanes = f32x4.splat(-Infinity);
  let others = lanes;
  for (; x + 32 <= end; x += 32) {
    lanes = f32x4.pmax(lanes, v128.load(x));
    others = f32x4.pmax(others, v128.load(x, 16));
  }
  lanes = f32x4.pmax(lanes, others);
  for (; x + 16 <= end; x += 16) lanes = f32x4.pmax(lanes, v128.load(x));
  let largest = max(
    max(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    max(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  );
  for (; x < end; x += 4) largest = load<f32>(x) > largest ? load<f32>(x) : largest;
  return largest;
}

/** The sum is at least 1, and its inverse is multiplied with: a division of vectors takes as long as the exponential. */
export function softmax(x: usize, rows: i32, columns: i32, out: usize): void {
  const bytes: usize = columns << 2;
  for (let row = 0; row < rows; row++, x += bytes, out += bytes) {
    const inverse = 1 / exponentials(x, x + bytes, maxOf(x, x + bytes), out);
    const factors = f32x4.splat(<f32>inverse);
    const end = out + bytes;
    let at = out;
    for (; at + 32 <= end; at += 32) {
      v128.store(at, f32x4.mul(v128.load(at), factors));
      v128.store(at, f32x4.mul(v128.load(at, 16), factors), 16);
    }
    for (; at < end; at += 4) store<f32>(at, load<f32>(at) * <f32>inverse);
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
