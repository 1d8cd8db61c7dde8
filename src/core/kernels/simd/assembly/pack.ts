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
    const count = min(width, lanes - lane);
    if (laneStride != 4) packAcross(from, laneStride, count, steps, width, dst);
    else if (count == width) packAlong(from, stepStride, steps, width, dst);
    else packEdge(from, stepStride, count, steps, width, dst);
    dst += panelBytes;
  }
}

function packEdge(src: usize, stepStride: usize, lanes: i32, steps: i32, width: i32, dst: usize): void {
  for (let step = 0; step < steps; step++, src += stepStride)
    for (let lane = 0; lane < width; lane++, dst += 4) store<f32>(dst, lane < lanes ? load<f32>(src + (lane << 2)) : 0);
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

/** The steps of a lane lie side by side: four steps of four lanes, or of two, are transposed at once. */
function packAcross(src: usize, laneStride: usize, lanes: i32, steps: i32, width: i32, dst: usize): void {
  const stepBytes: usize = width << 2;
  if (lanes < width) memory.fill(dst, 0, steps * stepBytes);
  let step = 0;
  for (; step + 4 <= steps; step += 4, src += 16, dst += stepBytes << 2) {
    let from = src;
    let to = dst;
    let lane = 0;
    for (; lane + 4 <= lanes; lane += 4, from += laneStride << 2, to += 16) transposeFour(from, laneStride, to, stepBytes);
    if (lane + 2 <= lanes) {
      transposeTwo(from, laneStride, to, stepBytes);
      lane += 2;
      from += laneStride << 1;
      to += 8;
    }
    if (lane < lanes) for (let i: usize = 0; i < 4; i++) store<f32>(to + i * stepBytes, load<f32>(from + (i << 2)));
  }
  for (; step < steps; step++, src += 4, dst += stepBytes)
    for (let lane = 0; lane < lanes; lane++) store<f32>(dst + (lane << 2), load<f32>(src + lane * laneStride));
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function transposeFour(src: usize, laneStride: usize, dst: usize, stepBytes: usize): void {
  const x = v128.load(src);
  const y = v128.load(src + laneStride);
  const z = v128.load(src + 2 * laneStride);
  const w = v128.load(src + 3 * laneStride);
  const xyLow = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
  const xyHigh = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
  const zwLow = v128.shuffle<f32>(z, w, 0, 4, 1, 5);
  const zwHigh = v128.shuffle<f32>(z, w, 2, 6, 3, 7);
  v128.store(dst, v128.shuffle<f64>(xyLow, zwLow, 0, 2));
  v128.store(dst + stepBytes, v128.shuffle<f64>(xyLow, zwLow, 1, 3));
  v128.store(dst + 2 * stepBytes, v128.shuffle<f64>(xyHigh, zwHigh, 0, 2));
  v128.store(dst + 3 * stepBytes, v128.shuffle<f64>(xyHigh, zwHigh, 1, 3));
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function transposeTwo(src: usize, laneStride: usize, dst: usize, stepBytes: usize): void {
  const x = v128.load(src);
  const y = v128.load(src + laneStride);
  const low = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
  const high = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
  v128.store64_lane(dst, low, 0);
  v128.store64_lane(dst + stepBytes, low, 1);
  v128.store64_lane(dst + 2 * stepBytes, high, 0);
  v128.store64_lane(dst + 3 * stepBytes, high, 1);
}
