// One row times a matrix, for which packing the matrix would cost more than it saves. Sums are those of matmul.ts in the same order.
import { madd } from "./madd";
import { addSums, blockSteps, put, storePair } from "./sums";

/**
 * out[columns] = a b (`more`: is added to out) for one row from packed panels of 8 or 16 columns: 32 columns at once, to fill the
 * pipeline. Of the last eight, which are written whole, some may be padding: out ends with room for them. `aside` as for `multiply`.
 */
export function multiplyRow(a: usize, b: usize, k: i32, columns: i32, panelColumns: i32, out: usize, aside: usize, more: bool): void {
  const stepBytes: usize = panelColumns << 2;
  const panel = k * stepBytes;
  const isWide = panelColumns == 16;
  const second: usize = isWide ? 32 : panel;
  const third = isWide ? panel : 2 * panel;
  const group = isWide ? 2 * panel : 4 * panel;
  let column = 0;
  for (; column + 32 <= columns; column += 32, b += group) thirtyTwo(a, b, second, third, stepBytes, k, out + (column << 2), aside, more);
  for (let strip: usize = 0; column < columns; column += 8) {
    eight(a, b + strip, stepBytes, k, out + (column << 2), more);
    strip += 32;
    if (strip == stepBytes) {
      strip = 0;
      b += panel;
    }
  }
}

/** Four strips of eight columns: at b, `second` and `third` bytes from there, and both together. */
function thirtyTwo(
  a: usize,
  b: usize,
  second: usize,
  third: usize,
  stepBytes: usize,
  k: i32,
  out: usize,
  sums: usize,
  more: bool,
): void {
  for (let done = 0; done < k; done += blockSteps) {
    const steps = min(blockSteps, k - done);
    // Two calls for the sake of V8 11: see multiplyTile.
    if (more) {
      thirtyTwoOfBlock(a, b, second, third, stepBytes, steps, sums);
      addSums(sums, 1, 128, out, 0);
    } else thirtyTwoOfBlock(a, b, second, third, stepBytes, steps, out);
    a += blockSteps << 2;
    b += blockSteps * stepBytes;
    more = true;
  }
}

function thirtyTwoOfBlock(a: usize, b: usize, second: usize, third: usize, stepBytes: usize, steps: i32, out: usize): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0; // prettier-ignore
  let b1 = b + second;
  let b2 = b + third;
  let b3 = b2 + second;
  const end = b + steps * stepBytes;
  while (b < end) {
    const x = v128.load32_splat(a);
    c0 = madd(x, v128.load(b), c0);
    c1 = madd(x, v128.load(b, 16), c1);
    c2 = madd(x, v128.load(b1), c2);
    c3 = madd(x, v128.load(b1, 16), c3);
    c4 = madd(x, v128.load(b2), c4);
    c5 = madd(x, v128.load(b2, 16), c5);
    c6 = madd(x, v128.load(b3), c6);
    c7 = madd(x, v128.load(b3, 16), c7);
    a += 4;
    b += stepBytes;
    b1 += stepBytes;
    b2 += stepBytes;
    b3 += stepBytes;
  }
  storePair(out, c0, c1);
  storePair(out + 32, c2, c3);
  storePair(out + 64, c4, c5);
  storePair(out + 96, c6, c7);
}

function eight(a: usize, b: usize, stepBytes: usize, k: i32, out: usize, more: bool): void {
  for (let done = 0; done < k; done += blockSteps) {
    let left = f32x4.splat(0);
    let right = left;
    const end = b + min(blockSteps, k - done) * stepBytes;
    for (; b < end; a += 4, b += stepBytes) {
      const x = v128.load32_splat(a);
      left = madd(x, v128.load(b), left);
      right = madd(x, v128.load(b, 16), right);
    }
    put(out, left, right, more);
    more = true;
  }
}

/**
 * sums[columns] = a b (`more`: is added to sums) for k steps of one block, where b lies in rows `stride` bytes apart. Four rows at once;
 * the last vector may reach over the end of sums.
 */
export function addScaledRows(a: usize, b: usize, stride: usize, k: i32, columns: i32, sums: usize, more: bool): void {
  const end = sums + (columns << 2);
  let step = 0;
  for (; step + 4 <= k; step += 4, a += 16, b += stride << 2) {
    const x0 = v128.load32_splat(a);
    const x1 = v128.load32_splat(a, 4);
    const x2 = v128.load32_splat(a, 8);
    const x3 = v128.load32_splat(a, 12);
    const second = b + stride;
    const third = second + stride;
    const fourth = third + stride;
    for (let to = sums, at: usize = 0; to < end; to += 16, at += 16) {
      let sum = more ? v128.load(to) : f32x4.splat(0);
      sum = madd(x0, v128.load(b + at), sum);
      sum = madd(x1, v128.load(second + at), sum);
      sum = madd(x2, v128.load(third + at), sum);
      v128.store(to, madd(x3, v128.load(fourth + at), sum));
    }
    more = true;
  }
  for (; step < k; step++, a += 4, b += stride) {
    const x = v128.load32_splat(a);
    for (let to = sums, at: usize = 0; to < end; to += 16, at += 16)
      v128.store(to, madd(x, v128.load(b + at), more ? v128.load(to) : f32x4.splat(0)));
    more = true;
  }
}

/** Adds bias[columns] to each row of x, in place. */
export function addBias(x: usize, rows: i32, columns: i32, bias: usize): void {
  const bytes: usize = columns << 2;
  for (let row = 0; row < rows; row++, x += bytes) {
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) v128.store(x + at, f32x4.add(v128.load(x + at), v128.load(bias + at)));
    for (; at < bytes; at += 4) store<f32>(x + at, load<f32>(x + at) + load<f32>(bias + at));
  }
}

/**
 * One row of a times columns of b whose steps of k lie side by side (a transposed matrix in memory), without packing:
 * out[column] for `columns` of them, 16 at a time.
 */
export function multiplyRowTransposed(a: usize, b: usize, stride: usize, k: i32, columns: i32, out: usize, more: bool): void {
  let column = 0;
  for (; column + 16 <= columns; column += 16) sixteenDots(a, b + column * stride, stride, k, out + (column << 2), more);
  for (; column < columns; column++) oneDot(a, b + column * stride, k, out + (column << 2), more);
}

function oneDot(a: usize, b: usize, k: i32, out: usize, more: bool): void {
  for (let done = 0; done < k; done += blockSteps) {
    const end = min(k, done + blockSteps);
    let acc = f32x4.splat(0);
    for (let i = done; i < end; i++) acc = madd(v128.load32_splat(a + (i << 2)), v128.load32_splat(b + (i << 2)), acc);
    const sum = f32x4.extract_lane(acc, 0);
    store<f32>(out, more ? load<f32>(out) + sum : sum);
    more = true;
  }
}

function sixteenDots(a: usize, b: usize, stride: usize, k: i32, out: usize, more: bool): void {
  const group = stride << 2;
  for (let done = 0; done < k; done += blockSteps) {
    const end = min(k, done + blockSteps);
    let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0; // prettier-ignore
    let i = done;
    for (; i + 4 <= end; i += 4) {
      const x = v128.load(a + (i << 2));
      const x0 = v128.shuffle<f32>(x, x, 0, 0, 0, 0);
      const x1 = v128.shuffle<f32>(x, x, 1, 1, 1, 1);
      const x2 = v128.shuffle<f32>(x, x, 2, 2, 2, 2);
      const x3 = v128.shuffle<f32>(x, x, 3, 3, 3, 3);
      const at = b + (i << 2);
      c0 = fourDots(at, stride, x0, x1, x2, x3, c0);
      c1 = fourDots(at + group, stride, x0, x1, x2, x3, c1);
      c2 = fourDots(at + 2 * group, stride, x0, x1, x2, x3, c2);
      c3 = fourDots(at + 3 * group, stride, x0, x1, x2, x3, c3);
    }
    for (; i < end; i++) {
      const x = v128.load32_splat(a + (i << 2));
      const at = b + (i << 2);
      c0 = madd(x, column(at, stride), c0);
      c1 = madd(x, column(at + group, stride), c1);
      c2 = madd(x, column(at + 2 * group, stride), c2);
      c3 = madd(x, column(at + 3 * group, stride), c3);
    }
    put(out, c0, c1, more);
    put(out + 32, c2, c3, more);
    more = true;
  }
}

/** Four numbers, `stride` bytes apart. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function column(at: usize, stride: usize): v128 {
  return f32x4(load<f32>(at), load<f32>(at + stride), load<f32>(at + 2 * stride), load<f32>(at + 3 * stride));
}

/** Four steps of k for four columns: transposed in registers, then added in order. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function fourDots(b: usize, stride: usize, x0: v128, x1: v128, x2: v128, x3: v128, acc: v128): v128 {
  const x = v128.load(b);
  const y = v128.load(b + stride);
  const z = v128.load(b + 2 * stride);
  const w = v128.load(b + 3 * stride);
  const xyLow = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
  const xyHigh = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
  const zwLow = v128.shuffle<f32>(z, w, 0, 4, 1, 5);
  const zwHigh = v128.shuffle<f32>(z, w, 2, 6, 3, 7);
  acc = madd(x0, v128.shuffle<f64>(xyLow, zwLow, 0, 2), acc);
  acc = madd(x1, v128.shuffle<f64>(xyLow, zwLow, 1, 3), acc);
  acc = madd(x2, v128.shuffle<f64>(xyHigh, zwHigh, 0, 2), acc);
  return madd(x3, v128.shuffle<f64>(xyHigh, zwHigh, 1, 3), acc);
}
