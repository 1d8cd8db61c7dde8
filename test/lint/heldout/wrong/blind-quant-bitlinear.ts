/**
 * Inference for 1.58-bit linear layers (BitNet b1.58): ternary weights, int8 activations.
 * The activations of a prompt come as nTokens x inFeatures, row-major.
 */
export interface TernaryMatrix {
  readonly packed: Uint8Array; // 4 weights per byte
  readonly scale: number;
  readonly outFeatures: number;
  readonly inFeatures: number;
}

export interface QuantizedActivations {
  readonly q: Int8Array;
  readonly scale: number;
}

export function quantizeActivations(x: Float32Array, nTokens: number, inFeatures: number): QuantizedActivations {
  let absmax = 1e-5;
  for (let i = 0; i < nTokens * inFeatures; i++) {
    const a = Math.abs(x[i]);
    if (a > absmax) absmax = a; // expect: cross-token-statistic
  }
  const scale = 127 / absmax;
  const q = new Int8Array(nTokens * inFeatures);
  for (let i = 0; i < q.length; i++) q[i] = Math.max(-128, Math.min(127, Math.round(x[i] * scale)));
  return { q, scale };
}

function unpack(byte: number, slot: number): number {
  return ((byte >> (slot * 2)) & 3) - 1;
}

export function bitLinear(x: Float32Array, nTokens: number, w: TernaryMatrix): Float32Array {
  const { inFeatures, outFeatures } = w;
  const { q, scale } = quantizeActivations(x, nTokens, inFeatures);
  const y = new Float32Array(nTokens * outFeatures);
  const rescale = w.scale / scale;
  for (let t = 0; t < nTokens; t++) {
    for (let o = 0; o < outFeatures; o++) {
      let acc = 0;
      for (let i = 0; i < inFeatures; i++) {
        const flat = o * inFeatures + i;
        acc += q[t * inFeatures + i] * unpack(w.packed[flat >> 2], flat & 3);
      }
      y[t * outFeatures + o] = acc * rescale;
    }
  }
  return y;
}
