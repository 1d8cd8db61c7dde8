import { madd } from "./madd";
import { blockSteps, put } from "./sums";

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
