import * as tf from "@tensorflow/tfjs";

const SEQ_LEN = 64;
const D_MODEL = 128;
const model = tf.sequential();
model.add(tf.layers.dense({ units: D_MODEL, inputShape: [SEQ_LEN, D_MODEL] }));
model.add(tf.layers.layerNormalization({ axis: 1, inputShape: [SEQ_LEN, D_MODEL] })); // expect: norm-over-tokens
