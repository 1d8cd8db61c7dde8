/** The largest element of a row; NaN where there is one, so that it is not hidden. */
function maxOf(x: Float32Array, start: number, length: number): number {
  let max = -Infinity;
  for (let i = start; i < start + length; i++) max = Math.max(max, x[i]!);
  return max;
}

export function softmax(x: Float32Array, columns: number, out: Float32Array): void {
  for (let start = 0; start < x.length; start += columns) {
    const max = maxOf(x, start, columns);
    let sum = 0;
    for (let i = start; i < start + columns; i++) sum += Math.exp(x[i]! - max);
    for (let i = start; i < start + columns; i++) out[i] = Math.exp(x[i]! - max) / sum;
  }
}

export function logSoftmax(x: Float32Array, columns: number, out: Float32Array): void {
  for (let start = 0; start < x.length; start += columns) {
    const max = maxOf(x, start, columns);
    let sum = 0;
    for (let i = start; i < start + columns; i++) sum += Math.exp(x[i]! - max);
    const logSum = Math.log(sum);
    for (let i = start; i < start + columns; i++) out[i] = x[i]! - max - logSum;
  }
}

export function softmaxGradient(
  y: Float32Array,
  grad: Float32Array,
  columns: number,
  out: Float32Array,
): void {
  for (let start = 0; start < y.length; start += columns) {
    let dot = 0;
    for (let i = start; i < start + columns; i++) dot += y[i]! * grad[i]!;
    for (let i = start; i < start + columns; i++) out[i] = y[i]! * (grad[i]! - dot);
  }
}

export function logSoftmaxGradient(
  y: Float32Array,
  grad: Float32Array,
  columns: number,
  out: Float32Array,
): void {
  for (let start = 0; start < y.length; start += columns) {
    let sum = 0;
    for (let i = start; i < start + columns; i++) sum += grad[i]!;
    for (let i = start; i < start + columns; i++) out[i] = grad[i]! - Math.exp(y[i]!) * sum;
  }
}
