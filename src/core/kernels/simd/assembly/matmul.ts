// Matrix products from packed panels (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008).
//
// A panel interleaves `width` rows of a (or columns of b): width numbers for each step of k. Each output is the sum over
// k in order, in blocks of 256 whose sums are added up; all paths below keep to that order, so that the bits of
// an output depend on its row and its column only.
import { madd, tileRows } from "./madd";

/** Steps of k whose products are summed up before they join the sum of the blocks before. */
const blockSteps: i32 = 256;
const tileColumns: i32 = 8;

/**
 * Packs lanes (rows of a, columns of b) into panels: dst[panel * panelBytes + step * width + lane]. The last panel is
 * filled up with zeros. Strides are in bytes; one of them is 4.
 */
export function pack(
  src: usize,
  laneStride: usize,
  stepStride: usize,
  lanes: i32,
  steps: i32,
  width: i32,
  dst: usize,
  panelBytes: usize,
): void {
  for (let lane = 0; lane < lanes; lane += width) {
    const from = src + lane * laneStride;
    if (lanes - lane < width) packEdge(from, laneStride, stepStride, lanes - lane, steps, width, dst);
    else if (laneStride == 4) packAlong(from, stepStride, steps, width, dst);
    else packAcross(from, laneStride, steps, width, dst);
    dst += panelBytes;
  }
}

function packEdge(
  src: usize,
  laneStride: usize,
  stepStride: usize,
  lanes: i32,
  steps: i32,
  width: i32,
  dst: usize,
): void {
  for (let step = 0; step < steps; step++) {
    for (let lane = 0; lane < width; lane++) {
      store<f32>(dst + (lane << 2), lane < lanes ? load<f32>(src + lane * laneStride) : 0);
    }
    dst += width << 2;
    src += stepStride;
  }
}

/** The lanes of a step lie side by side. */
function packAlong(src: usize, stepStride: usize, steps: i32, width: i32, dst: usize): void {
  for (let step = 0; step < steps; step++) {
    v128.store(dst, v128.load(src));
    if (width == 8) v128.store(dst, v128.load(src, 16), 16);
    else if (width == 6) store<u64>(dst, load<u64>(src, 16), 16);
    dst += width << 2;
    src += stepStride;
  }
}

/** The steps of a lane lie side by side: four lanes and four steps are transposed at once. */
function packAcross(src: usize, laneStride: usize, steps: i32, width: i32, dst: usize): void {
  const stepBytes: usize = width << 2;
  let lane = 0;
  for (; lane + 4 <= width; lane += 4) transposeFour(src + lane * laneStride, laneStride, steps, dst + (lane << 2), stepBytes);
  for (; lane < width; lane++) {
    const from = src + lane * laneStride;
    let to = dst + (lane << 2);
    for (let step = 0; step < steps; step++, to += stepBytes) store<f32>(to, load<f32>(from + (step << 2)));
  }
}

function transposeFour(src: usize, laneStride: usize, steps: i32, dst: usize, stepBytes: usize): void {
  let a = src;
  let b = a + laneStride;
  let c = b + laneStride;
  let d = c + laneStride;
  let step = 0;
  for (; step + 4 <= steps; step += 4) {
    const x = v128.load(a);
    const y = v128.load(b);
    const z = v128.load(c);
    const w = v128.load(d);
    const xyLow = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
    const xyHigh = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
    const zwLow = v128.shuffle<f32>(z, w, 0, 4, 1, 5);
    const zwHigh = v128.shuffle<f32>(z, w, 2, 6, 3, 7);
    v128.store(dst, v128.shuffle<f64>(xyLow, zwLow, 0, 2));
    v128.store(dst + stepBytes, v128.shuffle<f64>(xyLow, zwLow, 1, 3));
    v128.store(dst + 2 * stepBytes, v128.shuffle<f64>(xyHigh, zwHigh, 0, 2));
    v128.store(dst + 3 * stepBytes, v128.shuffle<f64>(xyHigh, zwHigh, 1, 3));
    a += 16;
    b += 16;
    c += 16;
    d += 16;
    dst += stepBytes << 2;
  }
  for (; step < steps; step++) {
    store<f32>(dst, load<f32>(a));
    store<f32>(dst, load<f32>(b), 4);
    store<f32>(dst, load<f32>(c), 8);
    store<f32>(dst, load<f32>(d), 12);
    a += 4;
    b += 4;
    c += 4;
    d += 4;
    dst += stepBytes;
  }
}

/**
 * out[m, n] = a b (`more`: is added to out) from panels of k steps. `edge` has room for one tile. Panels of a are taken
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
  edge: usize,
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
        if (bottom - row >= tileRows && n - column >= tileColumns) {
          multiplyTile(from, panel, k, to, outStride, more);
        } else {
          multiplyEdge(from, panel, k, to, outStride, min(tileRows, bottom - row), min(tileColumns, n - column), edge, more);
        }
      }
    }
  }
}

/** A tile that reaches over the right or lower end of out: computed aside, then copied. */
function multiplyEdge(
  a: usize,
  b: usize,
  k: i32,
  out: usize,
  outStride: usize,
  rows: i32,
  columns: i32,
  edge: usize,
  more: bool,
): void {
  const bytes: usize = columns << 2;
  if (more) for (let row = 0; row < rows; row++) memory.copy(edge + row * 32, out + row * outStride, bytes);
  multiplyTile(a, b, k, edge, 32, more);
  for (let row = 0; row < rows; row++) memory.copy(out + row * outStride, edge + row * 32, bytes);
}

function multiplyTile(a: usize, b: usize, k: i32, out: usize, outStride: usize, more: bool): void {
  if (tileRows == 6) multiplySix(a, b, k, out, outStride, more);
  else multiplyFour(a, b, k, out, outStride, more);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function put(out: usize, left: v128, right: v128, more: bool): void {
  v128.store(out, more ? f32x4.add(v128.load(out), left) : left);
  v128.store(out, more ? f32x4.add(v128.load(out, 16), right) : right, 16);
}

function multiplySix(a: usize, b: usize, k: i32, out: usize, outStride: usize, more: bool): void {
  for (let done = 0; done < k; done += blockSteps) {
    let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00; // prettier-ignore
    let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00; // prettier-ignore
    const end = b + min(blockSteps, k - done) * 32;
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
    put(to, c00, c01, more);
    put((to += outStride), c10, c11, more);
    put((to += outStride), c20, c21, more);
    put((to += outStride), c30, c31, more);
    put((to += outStride), c40, c41, more);
    put((to += outStride), c50, c51, more);
    more = true;
  }
}

function multiplyFour(a: usize, b: usize, k: i32, out: usize, outStride: usize, more: bool): void {
  for (let done = 0; done < k; done += blockSteps) {
    let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00; // prettier-ignore
    let c20 = c00, c21 = c00, c30 = c00, c31 = c00; // prettier-ignore
    const end = b + min(blockSteps, k - done) * 32;
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
      a += 16;
      b += 32;
    }
    let to = out;
    put(to, c00, c01, more);
    put((to += outStride), c10, c11, more);
    put((to += outStride), c20, c21, more);
    put((to += outStride), c30, c31, more);
    more = true;
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
