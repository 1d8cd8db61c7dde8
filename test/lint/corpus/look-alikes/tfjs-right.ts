import * as tf from "@tensorflow/tfjs";

export function layerNorm(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor {
  const [batch, seqLen, dim] = x.shape;
  const { mean, variance } = tf.moments(x, -1, true);
  return x.sub(mean).div(variance.add(1e-5).sqrt()).mul(gamma).add(beta);
}

export function standardize(data: tf.Tensor2D): tf.Tensor2D {
  const mean = data.mean(0);
  const std = data.sub(mean).square().mean(0).sqrt();
  return data.sub(mean).div(std);
}

export function expanded(x: tf.Tensor3D) {
  const [B, T, C] = x.shape;
  const { mean, variance } = tf.moments(x, -1);
  return x.sub(mean.expandDims(-1)).div(variance.expandDims(-1).sqrt());
}
