/** ConvNeXt blocks for the browser demo. All feature maps are planar: x[c * H * W + y * W + x]. */
export interface FMap { data: Float32Array; C: number; H: number; W: number }

/** LayerNorm in channels-first format: over C at each pixel. */
export function layerNorm2d({ data, C, H, W }: FMap, g: Float32Array, b: Float32Array, eps = 1e-6): FMap {
  const HW = H * W;
  const out = new Float32Array(data.length);
  for (let p = 0; p < HW; p++) {
    let mean = 0;
    for (let c = 0; c < C; c++) mean += data[c * HW + p];
    mean /= C;
    let varc = 0;
    for (let c = 0; c < C; c++) varc += (data[c * HW + p] - mean) ** 2;
    const inv = 1 / Math.sqrt(varc / C + eps);
    for (let c = 0; c < C; c++) out[c * HW + p] = (data[c * HW + p] - mean) * inv * g[c] + b[c];
  }
  return { data: out, C, H, W };
}

/** GroupNorm, as in the VAE decoder of Stable Diffusion. */
export function groupNorm({ data, C, H, W }: FMap, groups: number, g: Float32Array, b: Float32Array): FMap {
  const HW = H * W;
  const per = C / groups;
  const out = new Float32Array(data.length);
  for (let n = 0; n < groups; n++) {
    const lo = n * per * HW;
    const hi = lo + per * HW;
    let s = 0, ss = 0;
    for (let i = lo; i < hi; i++) { s += data[i]; ss += data[i] * data[i]; }
    const mean = s / (hi - lo);
    const inv = 1 / Math.sqrt(ss / (hi - lo) - mean * mean + 1e-6);
    for (let i = lo; i < hi; i++) {
      const c = (i / HW) | 0;
      out[i] = (data[i] - mean) * inv * g[c] + b[c];
    }
  }
  return { data: out, C, H, W };
}

/** Global response norm (ConvNeXt V2). */
export function grn({ data, C, H, W }: FMap, gamma: Float32Array, beta: Float32Array): FMap {
  const HW = H * W;
  const gx = new Float32Array(C);
  let total = 0;
  for (let c = 0; c < C; c++) {
    let ss = 0;
    for (let p = 0; p < HW; p++) ss += data[c * HW + p] ** 2;
    gx[c] = Math.sqrt(ss);
    total += gx[c];
  }
  const mean = total / C + 1e-6;
  const out = data.slice();
  for (let c = 0; c < C; c++) {
    const nx = gx[c] / mean;
    for (let p = 0; p < HW; p++) out[c * HW + p] += gamma[c] * data[c * HW + p] * nx + beta[c];
  }
  return { data: out, C, H, W };
}
