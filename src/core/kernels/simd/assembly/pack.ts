// Operands of a matrix product, rearranged into panels (see matmul.ts).

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
    if (width >= 8) v128.store(dst, v128.load(src, 16), 16);
    if (width == 16) {
      v128.store(dst, v128.load(src, 32), 32);
      v128.store(dst, v128.load(src, 48), 48);
    }
    if (width == 6) store<u64>(dst, load<u64>(src, 16), 16);
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
