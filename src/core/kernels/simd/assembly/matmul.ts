// Matrix products from packed panels (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008).
//
// A panel interleaves `width` rows of a (or columns of b): width numbers for each step of k. Each output is the sum over
// k in order, in blocks of 256 whose sums are added up; all paths below keep to that order, so that the bits of
// an output depend on its row and its column only.
import { madd, tileRows } from "./madd";
import { addSums, blockSteps, storePair } from "./sums";
import { multiplyFourWide, multiplySixWide } from "./wideTile";

/**
 * out[m, n] = a b (`more`: is added to out) from panels of k steps, 8 columns wide. `aside` has room for two tiles. Panels of a are taken
 * in groups that stay in the second-level cache while a panel of b stays in the first.
 */
export function multiply(
  a: usize,
  b: usize,
  m: i32,
  k: i32,
  n: i32,
  out: usize,
  outStride: usize,
  aside: usize,
  more: bool,
): void {
  multiplyPanels(8, a, b, m, k, n, out, outStride, aside, more);
}

/** The same from panels of b that are 16 columns wide. */
export function multiplyWide(
  a: usize,
  b: usize,
  m: i32,
  k: i32,
  n: i32,
  out: usize,
  outStride: usize,
  aside: usize,
  more: bool,
): void {
  multiplyPanels(16, a, b, m, k, n, out, outStride, aside, more);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function multiplyPanels(
  tileColumns: i32,
  a: usize,
  b: usize,
  m: i32,
  k: i32,
  n: i32,
  out: usize,
  outStride: usize,
  aside: usize,
  more: bool,
): void {
  const aPanel: usize = k * tileRows * 4;
  const bPanel: usize = k * tileColumns * 4;
  const group = max(1, <i32>((<usize>262144) / aPanel)) * tileRows;
  for (let top = 0; top < m; top += group) {
    const bottom = min(m, top + group);
    for (let column = 0; column < n; column += tileColumns) {
      const panel = b + (column / tileColumns) * bPanel;
      for (let row = top; row < bottom; row += tileRows) {
        const to = out + row * outStride + (column << 2);
        const from = a + (row / tileRows) * aPanel;
        const rows = min(tileRows, bottom - row);
        const columns = min(tileColumns, n - column);
        if (columns == tileColumns && (rows == tileRows || rows == 4)) multiplyTile(tileColumns, from, panel, k, to, outStride, rows, aside, more);
        else multiplyEdge(tileColumns, from, panel, k, to, outStride, rows, columns, aside, more);
      }
    }
  }
}

/** A tile that reaches over the right or lower end of out: computed aside, then copied. */
function multiplyEdge(
  tileColumns: i32,
  a: usize,
  b: usize,
  k: i32,
  out: usize,
  outStride: usize,
  rows: i32,
  columns: i32,
  aside: usize,
  more: bool,
): void {
  const bytes: usize = columns << 2;
  const edgeStride: usize = tileColumns << 2;
  const edge = aside + tileRows * edgeStride;
  if (more) for (let row = 0; row < rows; row++) memory.copy(edge + row * edgeStride, out + row * outStride, bytes);
  multiplyTile(tileColumns, a, b, k, edge, edgeStride, rows, aside, more);
  for (let row = 0; row < rows; row++) memory.copy(out + row * outStride, edge + row * edgeStride, bytes);
}

/** A whole tile, or its first four rows where no more are needed. `sums` has room for one block's. */
function multiplyTile(
  tileColumns: i32,
  a: usize,
  b: usize,
  k: i32,
  out: usize,
  outStride: usize,
  rows: i32,
  sums: usize,
  more: bool,
): void {
  const rowBytes = tileColumns << 2;
  for (let done = 0; done < k; done += blockSteps) {
    const steps = min(blockSteps, k - done);
    // Two calls, so that neither is inlined: V8 11 has too few registers for a tile's sums in a function that does anything else.
    if (more) {
      multiplyBlock(tileColumns, a, b, steps, sums, rowBytes, rows);
      addSums(sums, rows, rowBytes, out, outStride);
    } else multiplyBlock(tileColumns, a, b, steps, out, outStride, rows);
    a += blockSteps * tileRows * 4;
    b += blockSteps * rowBytes;
    more = true;
  }
}

/** The tile's sums over one block of steps. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function multiplyBlock(tileColumns: i32, a: usize, b: usize, steps: i32, out: usize, outStride: usize, rows: i32): void {
  if (tileColumns == 16) {
    if (rows <= 4) multiplyFourWide(a, b, steps, out, outStride);
    else multiplySixWide(a, b, steps, out, outStride);
  } else if (tileRows == 6 && rows > 4) multiplySix(a, b, steps, out, outStride);
  else multiplyFour(a, b, steps, out, outStride);
}

function multiplySix(a: usize, b: usize, k: i32, out: usize, outStride: usize): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00; // prettier-ignore
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00; // prettier-ignore
  const end = b + k * 32;
  while (b < end) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, left, c00);
    c01 = madd(x, right, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, left, c10);
    c11 = madd(x, right, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, left, c20);
    c21 = madd(x, right, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, left, c30);
    c31 = madd(x, right, c31);
    x = v128.load32_splat(a, 16);
    c40 = madd(x, left, c40);
    c41 = madd(x, right, c41);
    x = v128.load32_splat(a, 20);
    c50 = madd(x, left, c50);
    c51 = madd(x, right, c51);
    a += 24;
    b += 32;
  }
  let to = out;
  storePair(to, c00, c01);
  storePair((to += outStride), c10, c11);
  storePair((to += outStride), c20, c21);
  storePair((to += outStride), c30, c31);
  storePair((to += outStride), c40, c41);
  storePair((to += outStride), c50, c51);
}

/** The first four rows of a panel: all of them, or what is left over at the end of one of six. */
function multiplyFour(a: usize, b: usize, k: i32, out: usize, outStride: usize): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00; // prettier-ignore
  let c20 = c00, c21 = c00, c30 = c00, c31 = c00; // prettier-ignore
  const end = b + k * 32;
  while (b < end) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, left, c00);
    c01 = madd(x, right, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, left, c10);
    c11 = madd(x, right, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, left, c20);
    c21 = madd(x, right, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, left, c30);
    c31 = madd(x, right, c31);
    a += tileRows << 2;
    b += 32;
  }
  let to = out;
  storePair(to, c00, c01);
  storePair((to += outStride), c10, c11);
  storePair((to += outStride), c20, c21);
  storePair((to += outStride), c30, c31);
}
