import * as tf from "@tensorflow/tfjs";

export function norm(x: tf.Tensor3D): tf.Tensor3D {
  const [batch, tokens, channels] = x.shape;
  const { mean, variance } = tf.moments(x, 2, true);
  const y = x.sub(mean).div(variance.add(1e-5).sqrt());
  return y.reshape([batch, tokens, channels]);
}
