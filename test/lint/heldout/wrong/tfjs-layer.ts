import * as tf from "@tensorflow/tfjs";

export function build(seqLen: number, dim: number) {
  const input = tf.input({ shape: [seqLen, dim] });
  const norm = tf.layers.layerNormalization({ axis: [1, 2] }); // expect: norm-over-tokens
  return tf.model({ inputs: input, outputs: norm.apply(input) as tf.SymbolicTensor });
}
