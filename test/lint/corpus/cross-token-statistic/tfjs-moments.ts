import * as tf from "@tensorflow/tfjs";

function layerNorm(x: tf.Tensor3D, gamma: tf.Tensor1D, beta: tf.Tensor1D): tf.Tensor3D {
  const [batch, seqLen, dim] = x.shape;
  const { mean, variance } = tf.moments(x, [1, 2], true); // expect: cross-token-statistic
  return x.sub(mean).div(variance.add(1e-5).sqrt()).mul(gamma).add(beta);
}
