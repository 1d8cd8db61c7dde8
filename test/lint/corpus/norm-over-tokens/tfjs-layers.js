import * as tf from "@tensorflow/tfjs";

export function buildModel(seqLen, dModel) {
  const input = tf.input({ shape: [seqLen, dModel] });
  let x = tf.layers.layerNormalization({ axis: [1, 2], epsilon: 1e-6 }).apply(input); // expect: norm-over-tokens
  x = tf.layers.dense({ units: dModel }).apply(x);
  return tf.model({ inputs: input, outputs: x });
}
