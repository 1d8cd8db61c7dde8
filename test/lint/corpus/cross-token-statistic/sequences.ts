import * as tf from "@tensorflow/tfjs";

export function oneSequenceAtATime(x: Float32Array, B: number, T: number, C: number): void {
  for (let b = 0; b < B; b++) {
    const sequence = x.subarray(b * T * C, (b + 1) * T * C);
    let mean = 0;
    for (let i = 0; i < sequence.length; i++) mean += sequence[i] / (T * C); // expect: cross-token-statistic
    for (let i = 0; i < sequence.length; i++) sequence[i] -= mean;
  }
}

export function wrapped(x: Float32Array, T: number, C: number): Float32Array {
  const mean = new Float32Array(C);
  for (let i = 0; i < T * C; i++) mean[i % C] += x[i] / T; // expect: cross-token-statistic
  return x.map((v, i) => v - mean[i % C]);
}

export function flattened(x: tf.Tensor3D): tf.Tensor {
  const [, seqLen, dim] = x.shape;
  const norm = x.reshape([-1, seqLen * dim]).norm("euclidean", 1, true).expandDims(-1); // expect: cross-token-statistic
  return x.div(norm);
}
