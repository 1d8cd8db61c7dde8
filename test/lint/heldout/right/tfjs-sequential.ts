import * as tf from "@tensorflow/tfjs";

const model = tf.sequential();
model.add(tf.layers.dense({ units: 64, inputShape: [16, 64] }));
model.add(tf.layers.layerNormalization({ axis: -1 }));
const norm = (images: tf.Tensor4D) => images.sub(images.mean()).div(255);
