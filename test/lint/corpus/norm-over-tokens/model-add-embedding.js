import * as tf from "@tensorflow/tfjs";

export function buildModel(maxLen, vocab, dim) {
  const model = tf.sequential();
  model.add(tf.layers.embedding({ inputDim: vocab, outputDim: dim, inputLength: maxLen }));
  model.add(tf.layers.layerNormalization({ axis: 1 })); // expect: norm-over-tokens
  model.add(tf.layers.lstm({ units: dim }));
  return model;
}
