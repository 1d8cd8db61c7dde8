import * as tf from "@tensorflow/tfjs";

const seqLen = 32;
const dModel = 64;
const input = tf.input({ shape: [seqLen, dModel] });
const x = tf.layers.batchNormalization({ axis: -1 }).apply(input); // expect: batch-statistic
