import * as tf from "@tensorflow/tfjs";

/** x: [batch, tokens, channels] */
export function norm(x: tf.Tensor3D, gain: tf.Tensor1D): tf.Tensor {
  const { mean, variance } = tf.moments(x, [1, 2], true); // expect: cross-token-statistic
  return x.sub(mean).div(variance.add(1e-5).sqrt()).mul(gain);
}

export const layer = () => tf.layers.layerNormalization({ axis: [1, 2] }); // expect: norm-over-tokens
