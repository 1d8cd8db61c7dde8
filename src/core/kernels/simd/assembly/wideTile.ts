// Tiles of 16 columns. Their accumulators do not fit into 16 registers of 128 bits; they are for engines that join neighbouring vectors
// in registers of 256 bits (see ../tile.ts). The sums are those of matmul.ts in the same order.
import { madd, tileRows } from "./madd";

// @ts-expect-error: a decorator of AssemblyScript
@inline
function store4(out: usize, c0: v128, c1: v128, c2: v128, c3: v128): void {
  v128.store(out, c0);
  v128.store(out, c1, 16);
  v128.store(out, c2, 32);
  v128.store(out, c3, 48);
}

export function multiplySixWide(a: usize, b: usize, k: i32, out: usize, outStride: usize): void {
  let c00 = f32x4.splat(0), c01 = c00, c02 = c00, c03 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00; // prettier-ignore
  let c20 = c00, c21 = c00, c22 = c00, c23 = c00, c30 = c00, c31 = c00, c32 = c00, c33 = c00; // prettier-ignore
  let c40 = c00, c41 = c00, c42 = c00, c43 = c00, c50 = c00, c51 = c00, c52 = c00, c53 = c00; // prettier-ignore
  const end = b + k * 64;
  while (b < end) {
    const y0 = v128.load(b);
    const y1 = v128.load(b, 16);
    const y2 = v128.load(b, 32);
    const y3 = v128.load(b, 48);
    let x = v128.load32_splat(a);
    c00 = madd(x, y0, c00);
    c01 = madd(x, y1, c01);
    c02 = madd(x, y2, c02);
    c03 = madd(x, y3, c03);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, y0, c10);
    c11 = madd(x, y1, c11);
    c12 = madd(x, y2, c12);
    c13 = madd(x, y3, c13);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, y0, c20);
    c21 = madd(x, y1, c21);
    c22 = madd(x, y2, c22);
    c23 = madd(x, y3, c23);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, y0, c30);
    c31 = madd(x, y1, c31);
    c32 = madd(x, y2, c32);
    c33 = madd(x, y3, c33);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, y0, c40);
    c41 = madd(x, y1, c41);
    c42 = madd(x, y2, c42);
    c43 = madd(x, y3, c43);
    x = v128.load32_splat(a, 20);
    c50 = madd(x, y0, c50);
    c51 = madd(x, y1, c51);
    c52 = madd(x, y2, c52);
    c53 = madd(x, y3, c53);
    a += 24;
    b += 64;
  }
  let to = out;
  store4(to, c00, c01, c02, c03);
  store4((to += outStride), c10, c11, c12, c13);
  store4((to += outStride), c20, c21, c22, c23);
  store4((to += outStride), c30, c31, c32, c33);
  store4((to += outStride), c40, c41, c42, c43);
  store4((to += outStride), c50, c51, c52, c53);
}

/** The first four rows of a panel of six. */
export function multiplyFourWide(a: usize, b: usize, k: i32, out: usize, outStride: usize): void {
  let c00 = f32x4.splat(0), c01 = c00, c02 = c00, c03 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00; // prettier-ignore
  let c20 = c00, c21 = c00, c22 = c00, c23 = c00, c30 = c00, c31 = c00, c32 = c00, c33 = c00; // prettier-ignore
  const end = b + k * 64;
  while (b < end) {
    const y0 = v128.load(b);
    const y1 = v128.load(b, 16);
    const y2 = v128.load(b, 32);
    const y3 = v128.load(b, 48);
    let x = v128.load32_splat(a);
    c00 = madd(x, y0, c00);
    c01 = madd(x, y1, c01);
    c02 = madd(x, y2, c02);
    c03 = madd(x, y3, c03);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, y0, c10);
    c11 = madd(x, y1, c11);
    c12 = madd(x, y2, c12);
    c13 = madd(x, y3, c13);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, y0, c20);
    c21 = madd(x, y1, c21);
    c22 = madd(x, y2, c22);
    c23 = madd(x, y3, c23);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, y0, c30);
    c31 = madd(x, y1, c31);
    c32 = madd(x, y2, c32);
    c33 = madd(x, y3, c33);
    a += tileRows << 2;
    b += 64;
  }
  let to = out;
  store4(to, c00, c01, c02, c03);
  store4((to += outStride), c10, c11, c12, c13);
  store4((to += outStride), c20, c21, c22, c23);
  store4((to += outStride), c30, c31, c32, c33);
}
