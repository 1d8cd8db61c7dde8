import * as tf from "@tensorflow/tfjs";

export function encoder(seqLen, dModel) {
  const inputs = tf.input({ shape: [seqLen, dModel] });
  let x = tf.layers.layerNormalization({ axis: 1 }).apply(inputs); // expect: norm-over-tokens
  x = tf.layers.layerNormalization({ axis: -1 }).apply(x);
  return tf.model({ inputs, outputs: x });
}
