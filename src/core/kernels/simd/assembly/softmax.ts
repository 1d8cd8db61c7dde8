import { accumulate, high, low, narrow, total } from "./float64Lanes";
import { exp4, expBelowZero4 } from "./exponential";

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

/**
 * out = e^(x - largest); gives their sum: float32 within a run of 64, float64 above. What is left at a row's end is filled up to a
 * vector, so that a row has the same sum when terms of 0 follow it.
 */
function exponentials(x: usize, end: usize, largest: f32, out: usize): f64 {
  const shifts = f32x4.splat(largest);
  let sums = f64x2.splat(0);
  while (x < end) {
    const stop = min(x + 256, end);
    let run = f32x4.splat(0);
    for (; x + 32 <= stop; x += 32, out += 32) {
      const e = expBelowZero4(f32x4.sub(v128.load(x), shifts));
      const f = expBelowZero4(f32x4.sub(v128.load(x, 16), shifts));
      v128.store(out, e);
      v128.store(out, f, 16);
      run = f32x4.add(run, f32x4.add(e, f));
    }
    if (x < stop) {
      const e = expBelowZero4(f32x4.sub(loadUpTo4(x, stop, f32x4.splat(-Infinity)), shifts));
      const f = expBelowZero4(f32x4.sub(loadUpTo4(x + 16, stop, f32x4.splat(-Infinity)), shifts));
      storeUpTo4(out, e, stop - x);
      if (x + 16 < stop) storeUpTo4(out + 16, f, stop - x - 16);
      run = f32x4.add(run, f32x4.add(e, f));
      x = stop;
    }
    sums = accumulate(sums, run);
  }
  return total(sums);
}

/** The elements of [x, end), at most four; `filler` stands for those missing. */
function loadUpTo4(x: usize, end: usize, filler: v128): v128 {
  if (x + 16 <= end) return v128.load(x);
  if (x + 4 <= end) filler = v128.load_lane<f32>(x, filler, 0);
  if (x + 8 <= end) filler = v128.load_lane<f32>(x, filler, 1, 4);
  if (x + 12 <= end) filler = v128.load_lane<f32>(x, filler, 2, 8);
  return filler;
}

/** Stores as many of four as fit into so many bytes. */
function storeUpTo4(out: usize, values: v128, bytes: usize): void {
  if (bytes >= 16) return v128.store(out, values);
  v128.store_lane<f32>(out, values, 0);
  if (bytes >= 8) v128.store_lane<f32>(out, values, 1, 4);
  if (bytes >= 12) v128.store_lane<f32>(out, values, 2, 8);
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
