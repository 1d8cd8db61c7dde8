import * as tf from "@tensorflow/tfjs";

export async function classify(model, element) {
  const logits = tf.tidy(() => {
    const image = tf.browser.fromPixels(element).toFloat();
    const centred = image.sub(127.5).div(127.5);
    return model.predict(tf.image.resizeBilinear(centred, [224, 224]).expandDims());
  });
  const probabilities = await logits.softmax().data();
  logits.dispose();
  return probabilities;
}

export function convModel(classes) {
  const model = tf.sequential();
  model.add(tf.layers.conv2d({ inputShape: [64, 64, 3], filters: 16, kernelSize: 3 }));
  model.add(tf.layers.batchNormalization({ axis: -1 }));
  model.add(tf.layers.globalAveragePooling2d({}));
  model.add(tf.layers.batchNormalization());
  model.add(tf.layers.dense({ units: classes, activation: "softmax" }));
  return model;
}
