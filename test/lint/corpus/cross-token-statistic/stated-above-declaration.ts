import * as tf from "@tensorflow/tfjs-core";

export function forward(weights: Record<string, tf.Tensor>, ids: tf.Tensor1D) {
  // [1, seq, dim]
  let h = tf.gather(weights.wte, ids).expandDims(0) as tf.Tensor3D;
  h = centre(h);
  return h;
}

function centre(h: tf.Tensor3D): tf.Tensor3D {
  return tf.sub(h, tf.mean(h, 1, true)); // expect: cross-token-statistic
}
