// The loops that one writes without a library.

export function plainLayerNorm(
  x: Float32Array,
  columns: number,
  weight: Float32Array,
  bias: Float32Array,
  out: Float32Array,
): void {
  for (let start = 0; start < x.length; start += columns) {
    let mean = 0;
    for (let j = 0; j < columns; j++) mean += x[start + j]!;
    mean /= columns;
    let variance = 0;
    for (let j = 0; j < columns; j++) {
      const d = x[start + j]! - mean;
      variance += d * d;
    }
    const scale = 1 / Math.sqrt(variance / columns + 1e-5);
    for (let j = 0; j < columns; j++) out[start + j] = (x[start + j]! - mean) * scale * weight[j]! + bias[j]!;
  }
}

export function plainSoftmax(x: Float32Array, columns: number, out: Float32Array): void {
  for (let start = 0; start < x.length; start += columns) {
    let max = -Infinity;
    for (let j = 0; j < columns; j++) max = Math.max(max, x[start + j]!);
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += out[start + j] = Math.exp(x[start + j]! - max);
    for (let j = 0; j < columns; j++) out[start + j]! /= sum;
  }
}

export function plainMatmul(
  a: Float32Array,
  b: Float32Array,
  m: number,
  k: number,
  n: number,
  out: Float32Array,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += a[i * k + l]! * b[l * n + j]!;
      out[i * n + j] = sum;
    }
  }
}
