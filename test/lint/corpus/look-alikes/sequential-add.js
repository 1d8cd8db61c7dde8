import * as tf from "@tensorflow/tfjs";

export function languageModel(vocab, dim) {
  const model = tf.sequential();
  model.add(tf.layers.embedding({ inputDim: vocab, outputDim: dim }));
  model.add(tf.layers.layerNormalization({ axis: -1 }));
  model.add(tf.layers.lstm({ units: dim }));
  return model;
}

export function imageModel() {
  const model = tf.sequential();
  model.add(tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3 }));
  model.add(tf.layers.batchNormalization());
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 10 }));
  return model;
}
