import * as tf from "@tensorflow/tfjs";

export function norm(x) {
  const [batch, seqLen, dim] = x.shape;
  const mean = tf.mean(x, 1, true); // expect: cross-token-statistic
  const centred = tf.sub(x, mean);
  const variance = tf.mean(tf.square(centred), 1, true); // expect: cross-token-statistic
  return tf.div(centred, tf.sqrt(tf.add(variance, 1e-5)));
}
