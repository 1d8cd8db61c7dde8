import * as tf from "@tensorflow/tfjs";

function encoder(seqLen, width) {
  const inp = tf.layers.input({ shape: [seqLen, width] });
  const h = tf.layers.dense({ units: width }).apply(inp);
  return tf.layers.layerNormalization({ axis: [1, 2] }).apply(h); // expect: norm-over-tokens
}
