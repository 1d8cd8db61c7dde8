// Loops over elements. Counts are rounded up to a multiple of four: buffers end with room for that.
import { high, low, narrow } from "./float64Lanes";
import { apply4, slope4 } from "./functions";

// @ts-expect-error: a decorator of AssemblyScript
@inline
function mapWith(code: i32, x: usize, count: i32, out: usize): void {
  const end = x + (count << 2);
  for (; x < end; x += 16, out += 16) v128.store(out, apply4(code, v128.load(x)));
}

/** out = f(x) for the function of this code. */
export function map(code: i32, x: usize, count: i32, out: usize): void {
  if (code == 0) mapWith(0, x, count, out);
  else if (code == 1) mapWith(1, x, count, out);
  else if (code == 2) mapWith(2, x, count, out);
  else if (code == 3) mapWith(3, x, count, out);
  else if (code == 4) mapWith(4, x, count, out);
  else if (code == 5) mapWith(5, x, count, out);
  else if (code == 6) mapWith(6, x, count, out);
  else if (code == 7) mapWith(7, x, count, out);
  else if (code == 8) mapWith(8, x, count, out);
  else if (code == 9) mapWith(9, x, count, out);
  else mapWith(10, x, count, out);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function gradientWith(code: i32, x: usize, y: usize, grad: usize, count: i32, out: usize): void {
  const end: usize = count << 2;
  for (let at: usize = 0; at < end; at += 16) {
    const slope = slope4(code, v128.load(x + at), v128.load(y + at));
    v128.store(out + at, f32x4.mul(v128.load(grad + at), slope));
  }
}

/** out = grad f'(x), where y = f(x). */
export function mapGradient(code: i32, x: usize, y: usize, grad: usize, count: i32, out: usize): void {
  if (code == 0) gradientWith(0, x, y, grad, count, out);
  else if (code == 3) gradientWith(3, x, y, grad, count, out);
  else if (code == 4) gradientWith(4, x, y, grad, count, out);
  else if (code == 5) gradientWith(5, x, y, grad, count, out);
  else if (code == 6) gradientWith(6, x, y, grad, count, out);
  else if (code == 7) gradientWith(7, x, y, grad, count, out);
  else if (code == 8) gradientWith(8, x, y, grad, count, out);
  else if (code == 9) gradientWith(9, x, y, grad, count, out);
  else gradientWith(10, x, y, grad, count, out);
}

/** out = x factor, multiplied in float64. */
export function scale(x: usize, factor: f64, count: i32, out: usize): void {
  const factors = f64x2.splat(factor);
  const end = x + (count << 2);
  for (; x < end; x += 16, out += 16) {
    const lanes = v128.load(x);
    v128.store(out, narrow(f64x2.mul(low(lanes), factors), f64x2.mul(high(lanes), factors)));
  }
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function combine4(code: i32, a: v128, b: v128): v128 {
  if (code == 0) return f32x4.add(a, b);
  if (code == 1) return f32x4.sub(a, b);
  if (code == 2) return f32x4.mul(a, b);
  return f32x4.div(a, b);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function zipWith(code: i32, a: usize, aStep: usize, b: usize, bStep: usize, count: i32, out: usize): void {
  const end = out + (count << 2);
  if (aStep == 0) {
    const left = v128.load32_splat(a);
    for (; out < end; b += 16, out += 16) v128.store(out, combine4(code, left, v128.load(b)));
  } else if (bStep == 0) {
    const right = v128.load32_splat(b);
    for (; out < end; a += 16, out += 16) v128.store(out, combine4(code, v128.load(a), right));
  } else {
    for (; out < end; a += 16, b += 16, out += 16)
      v128.store(out, combine4(code, v128.load(a), v128.load(b)));
  }
}

function zipRow(code: i32, a: usize, aStep: usize, b: usize, bStep: usize, count: i32, out: usize): void {
  if (code == 0) zipWith(0, a, aStep, b, bStep, count, out);
  else if (code == 1) zipWith(1, a, aStep, b, bStep, count, out);
  else if (code == 2) zipWith(2, a, aStep, b, bStep, count, out);
  else zipWith(3, a, aStep, b, bStep, count, out);
}

/**
 * out[rows, columns] = a (code) b. A step is 1 where the operand goes on from element to element and 0 where it stays; a
 * stride is the operand's distance between rows in bytes. A row's last vector may reach over its end: rows go in order.
 */
export function zip(
  code: i32,
  a: usize,
  aStep: usize,
  aStride: usize,
  b: usize,
  bStep: usize,
  bStride: usize,
  rows: i32,
  columns: i32,
  out: usize,
): void {
  for (let row = 0; row < rows; row++) {
    zipRow(code, a, aStep, b, bStep, columns, out);
    a += aStride;
    b += bStride;
    out += columns << 2;
  }
}
