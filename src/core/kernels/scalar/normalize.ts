import type { RowNormalization } from "../kernels.ts";

/**
 * Two passes in float64: the sum of up to 2^29 equal float32 values is exact there, so a constant row has exactly its
 * value as mean, and squares of 1e30 or of denormals neither overflow nor vanish.
 */
function statistics(x: Float32Array, start: number, columns: number, how: RowNormalization) {
  let mean = 0;
  if (how.centered) {
    for (let i = start; i < start + columns; i++) mean += x[i]!;
    mean /= columns;
  }
  let squares = 0;
  for (let i = start; i < start + columns; i++) squares += (x[i]! - mean) ** 2;
  return { mean, scale: 1 / Math.sqrt(squares / columns + how.eps) };
}

export function normalize(
  x: Float32Array,
  columns: number,
  how: RowNormalization,
  weight: Float32Array | null,
  bias: Float32Array | null,
  out: Float32Array,
): void {
  for (let start = 0; start < x.length; start += columns) {
    const { mean, scale } = statistics(x, start, columns, how);
    for (let j = 0; j < columns; j++) {
      const normalized = (x[start + j]! - mean) * scale;
      out[start + j] = normalized * (weight?.[j] ?? 1) + (bias?.[j] ?? 0);
    }
  }
}

/**
 * With n = (x - mean) * scale and h = grad * weight: dx = scale * (h - mean(h) - n * mean(h * n)), where mean(h) is
 * left out for a norm that does not centre (Ba et al., 2016; Zhang and Sennrich, 2019).
 */
export function normalizeGradient(
  x: Float32Array,
  grad: Float32Array,
  columns: number,
  how: RowNormalization,
  weight: Float32Array | null,
  out: { readonly x: Float32Array; readonly weight: Float32Array | null; readonly bias: Float32Array | null },
): void {
  const weightSums = new Float64Array(out.weight ? columns : 0);
  const biasSums = new Float64Array(out.bias ? columns : 0);
  for (let start = 0; start < x.length; start += columns) {
    const { mean, scale } = statistics(x, start, columns, how);
    let sum = 0;
    let dot = 0;
    for (let j = 0; j < columns; j++) {
      const normalized = (x[start + j]! - mean) * scale;
      const upstream = grad[start + j]!;
      const h = upstream * (weight?.[j] ?? 1);
      sum += h;
      dot += h * normalized;
      if (out.weight) weightSums[j]! += upstream * normalized;
      if (out.bias) biasSums[j]! += upstream;
    }
    const shift = how.centered ? sum / columns : 0;
    const slope = dot / columns;
    for (let j = 0; j < columns; j++) {
      const normalized = (x[start + j]! - mean) * scale;
      out.x[start + j] = scale * (grad[start + j]! * (weight?.[j] ?? 1) - shift - normalized * slope);
    }
  }
  out.weight?.set(weightSums);
  out.bias?.set(biasSums);
}
